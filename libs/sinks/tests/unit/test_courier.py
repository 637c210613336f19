"""Trying again."""

from datetime import UTC, datetime

import pytest
from sinks import Courier, NotDelivered, Notification

NOTIFICATION = Notification(
    id="1", type="incident.opened", at=datetime(2026, 11, 1, tzinfo=UTC), title="t", text="x"
)


class Grumpy:
    """Refuses as told, then takes."""

    name = "grumpy"

    def __init__(self, *refusals):
        self.refusals = list(refusals)
        self.taken = []

    async def send(self, notification):
        if self.refusals:
            raise self.refusals.pop(0)
        self.taken.append(notification.id)


class TestDeliver:
    async def _deliver(self, sink):
        pauses = []

        async def sleep(seconds):
            pauses.append(seconds)

        await Courier(sleep=sleep).deliver(sink, NOTIFICATION)
        return pauses

    async def test_retries(self):
        """What fails twice is delivered once, by the same id."""
        sink = Grumpy(NotDelivered("down"), NotDelivered("down"))
        assert len(await self._deliver(sink)) == 2
        assert sink.taken == ["1"]

    async def test_retry_after(self):
        """The other side's wish counts."""
        assert await self._deliver(Grumpy(NotDelivered("busy", retry_after=77))) == [77]

    async def test_final(self):
        """What can't help isn't tried."""
        sink = Grumpy(NotDelivered("gone", is_final=True))
        with pytest.raises(NotDelivered, match="gone"):
            await self._deliver(sink)
        assert sink.taken == []

    async def test_gives_up(self):
        """After five attempts it is given up."""
        sink = Grumpy(*[NotDelivered("down")] * 9)
        with pytest.raises(NotDelivered):
            await self._deliver(sink)
        assert len(sink.refusals) == 4
