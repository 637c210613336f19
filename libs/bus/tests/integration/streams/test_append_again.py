"""Appending again when an acknowledgement is lost, over memory and over NATS."""

import pytest
from bus import Backoff, Publication
from bus.appending import append
from bus.deadline import within
from bus.faults import (
    NoAnswerInTime,
    RevisionConflict,
)

ENTRY = "audit.billing.acme.invoice.paid"


class Flaky:
    """A line on which acknowledgements get lost."""

    def __init__(self, connection, *, lose):
        self._connection = connection
        self._lose = lose
        self.attempts = []

    async def request(self, subject, payload, *, headers, timeout_seconds):
        self.attempts.append(headers["Nats-Msg-Id"])
        reply = await self._connection.request(
            subject, payload, headers=headers, timeout_seconds=timeout_seconds
        )
        if len(self.attempts) <= self._lose:
            raise NoAnswerInTime("lost")
        return reply


class TestAppendAgain:
    async def test_lost_acknowledgement(self, connection, stored):
        """A lost acknowledgement is asked for again under the same id, and nothing is twice."""
        flaky = Flaky(connection, lose=2)
        quickly = Backoff(first_seconds=0.001)
        appended = await append(flaky, Publication(ENTRY, b"{}"), backoff=quickly)
        assert appended.duplicate
        assert (len(flaky.attempts), len(set(flaky.attempts))) == (3, 1)
        assert len(await stored()) == 1

    async def test_expecting_a_revision(self, connection):
        """What expects a revision isn't repeated: it would be refused for its own sake."""
        flaky = Flaky(connection, lose=1)
        expecting = {"Nats-Expected-Last-Subject-Sequence": "0"}
        publication = Publication("$KV.directory.a", b"1", expecting, message_id="a")
        with pytest.raises(NoAnswerInTime):
            await append(flaky, publication)
        with pytest.raises(RevisionConflict):
            await append(connection, publication)
        assert len(flaky.attempts) == 1

    async def test_gives_up(self, connection):
        """When the deadline comes first, that is what is told."""
        flaky = Flaky(connection, lose=10_000)
        with within(0.05), pytest.raises(NoAnswerInTime):
            await append(flaky, Publication(ENTRY, b"{}"), backoff=Backoff(first_seconds=0.001))
