"""The sentence of an entry, wherever entries are read."""

from contracts.audit.v1 import GetEntryRequest

SUSPENDED = "audit.tenant.acme.tenant.suspended"
TOLD = {
    "actorType": "user",
    "actorEmail": "olga@dezky.example",
    "resourceName": "Acme",
    "metadata": {"reason": "unpaid invoice"},
}


class TestSentences:
    async def test_made_when_read(self, timeline):
        """The list and the entry tell the same; nothing of it is stored."""
        await timeline.record(timeline.delivery(SUSPENDED, TOLD))
        (listed,) = await timeline.entries()
        assert listed.sentence == "olga@dezky.example suspended Acme: unpaid invoice"
        read = await timeline.audit.get_entry(GetEntryRequest(id=listed.id))
        assert read.entry.sentence == listed.sentence
        assert "sentence" not in await timeline.database["entries"].find_one({})

    async def test_not_told_by_a_source(self, timeline):
        """No source says what readers are told: a body with a sentence is no entry."""
        told = TOLD | {"sentence": "Nobody did anything"}
        (reason,) = await timeline.record(timeline.delivery(SUSPENDED, told))
        assert "sentence" in reason
        assert await timeline.entries() == []

    async def test_erased(self, timeline):
        """Of somebody whose key is gone, no sentence tells."""
        await timeline.record(timeline.delivery(SUSPENDED, TOLD))
        await timeline.database["persons"].delete_many({})
        (entry,) = await timeline.entries()
        assert entry.sentence == "[erased] suspended Acme: unpaid invoice"
