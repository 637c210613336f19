"""What is not replayed, and why."""

import uuid

import pytest
from contracts.audit.v1 import REPLAY_DEAD_LETTER, ReplayDeadLetterRequest
from contracts.faults import Malformed, NotFound, TooLarge

PAID = "audit.billing.acme.invoice.paid"


async def replay(timeline, identity, **said):
    request = ReplayDeadLetterRequest(id=identity, **said)
    return (await timeline.dead_letters.replay_dead_letter(request)).dead_letter


class TestReplayDeadLetter:
    @pytest.mark.parametrize("body", [b"caf\xe9", b""], ids=["binary", "empty"])
    async def test_no_original(self, timeline, body):
        """What isn't there as text must be repaired; then it goes."""
        letter = await timeline.bury(PAID, body)
        with pytest.raises(Malformed) as refused:
            await replay(timeline, letter)
        assert refused.value.reason == "body_needed"
        assert [error.field for error in refused.value.errors] == ["body"]
        await replay(timeline, letter, body="{}")
        assert (await timeline.published())[0].payload == b"{}"

    @pytest.mark.parametrize(
        "subject", ["dead.AUDIT.audit", "rpc.tenant.v1.delete_tenant", "$KV.directory.tenant.acme"]
    )
    async def test_elsewhere(self, timeline, subject):
        """Only what came from a stream of entries or events is published again."""
        letter = await timeline.bury(subject)
        with pytest.raises(Malformed) as refused:
            await replay(timeline, letter, body="{}")
        assert refused.value.reason == "not_replayable"
        assert len(await timeline.letters(state="waiting")) == 1

    async def test_too_large(self, timeline):
        """What the bus wouldn't carry is refused, and stays waiting."""
        letter = await timeline.bury(PAID, headers={"X": "x" * 40_000})
        with pytest.raises(TooLarge) as refused:
            await replay(timeline, letter, body="ü" * 499_999)
        assert [error.field for error in refused.value.errors] == ["body"]
        assert len(await timeline.letters(state="waiting")) == 1

    async def test_none(self, timeline):
        """An id that nobody has is not found."""
        with pytest.raises(NotFound) as refused:
            await replay(timeline, str(uuid.uuid4()))
        assert refused.value.reason == "dead_letter_not_found"

    async def test_null(self, timeline):
        """A null body is neither the original nor a repaired one."""
        body = {"id": await timeline.bury(PAID), "body": None}
        with pytest.raises(Malformed) as refused:
            await timeline.send(REPLAY_DEAD_LETTER.subject, body)
        assert [error.field for error in refused.value.errors] == ["body"]
