"""Personal fields: covered in the database, readable through the API."""

import json

PAID = "audit.billing.acme.invoice.paid"
ANN = {"actorEmail": "Ann@Acme.example", "actorName": "Ann Arbor", "actorIp": "192.0.2.77"}
SECRETS = ("acme.example", "Arbor", "192.0.2.77", "bob@", "Berlin")


async def tell(timeline, subject=PAID, **body):
    assert await timeline.record(timeline.delivery(subject, body)) == [""]


async def stored(timeline):
    return await timeline.database["entries"].find({}).to_list()


class TestCover:
    async def test_stored(self, timeline):
        """No personal field is in the database in the clear, nor a word of one."""
        raw = {"user": {"email": "bob@acme.example", "town": "Berlin"}}
        subject = "audit.authentik.acme.authentik.user_write"
        await tell(timeline, subject, resourceName="bob@acme.example", metadata={"raw": raw}, **ANN)
        for name in ("entries", "persons", "secrets"):
            text = json.dumps(await timeline.database[name].find({}).to_list(), default=str)
            assert [secret for secret in SECRETS if secret.lower() in text.lower()] == []

    async def test_read(self, timeline):
        """Who may read the entry reads all of it."""
        await tell(
            timeline, "audit.tenant.acme.user.created", metadata={"changes": {"a": 1}}, **ANN
        )
        (entry,) = await timeline.entries()
        assert (entry.actor_email, entry.actor_name, entry.actor_ip, entry.metadata) == (
            "ann@acme.example",
            "Ann Arbor",
            "192.0.2.77",
            {"changes": {"a": 1}},
        )

    async def test_one_key_a_person(self, timeline):
        """Entries of one person, however written, share one key; another person has another."""
        for email in ("ann@acme.example", "ANN@acme.example", "bob@acme.example"):
            await tell(timeline, actorEmail=email)
        keys = [entry["actorKey"] for entry in await stored(timeline)]
        assert [keys.count(key) for key in keys] == [2, 2, 1]

    async def test_two_instances(self, timeline, another_veil):
        """Two instances that meet a person at the same time agree on the key."""
        entry = {**(await _told(timeline)), "_id": "1"}
        await timeline.veil.cover([entry])
        (mine,), (theirs,) = [await veil.cover([entry]) for veil in (timeline.veil, another_veil)]
        assert mine["actorKey"] == theirs["actorKey"]
        await another_veil.lift([mine])
        assert mine["actorEmail"] == "ann@acme.example"


async def _told(timeline):
    await tell(timeline, **ANN)
    (row,) = await stored(timeline)
    await timeline.veil.lift([row])
    return row


class TestFind:
    async def test_by_email(self, timeline):
        """By the address as people write it; what only tells of the person is not theirs."""
        await tell(timeline, **ANN)
        await tell(timeline, resourceName="ann@acme.example", actorEmail="bob@acme.example")
        found = await timeline.entries(actor_email="ANN@acme.example")
        assert [entry.actor_name for entry in found] == ["Ann Arbor"]

    async def test_nobody(self, timeline):
        """An address that nobody has finds nothing, not everything."""
        await tell(timeline)
        await tell(timeline, **ANN)
        assert await timeline.entries(actor_email="eve@acme.example") == []

    async def test_words(self, timeline):
        """Words of personal fields are found whole, together with others by their beginnings."""
        await tell(timeline, resourceName="Invoice 17", **ANN)
        assert len(await timeline.entries(q="invo ann acme")) == 1
        assert await timeline.entries(q="invo exam") == []
