"""Changes as they happen, for browsers."""

import asyncio
from types import SimpleNamespace

from bus.messages import Incoming
from contracts.health.v1 import GetPlatformHealthResponse
from gateway.status.changes import Changes


def event(name, payload=b"{}"):
    return Incoming(subject=f"event.health._.{name}", payload=payload, headers={}, reply="")


class Browser:
    """Reads a stream until it has seen so many events, then goes."""

    def __init__(self, changes, statuses, count):
        reply = GetPlatformHealthResponse(at=statuses.now, status="ok")
        self._stream = changes.show(reply, SimpleNamespace())
        self._count = count
        self._enough = asyncio.Event()
        self.seen = []

    async def read(self):
        await self._stream({}, self._receive, self._send)

    async def _receive(self):
        await self._enough.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        body = message.get("body", b"")
        if body.startswith(b"event: "):
            self.seen.append(body.split(b"\n")[0].decode().removeprefix("event: "))
        if len(self.seen) == self._count:
            self._enough.set()


class TestChanges:
    async def test_everything_then_each_change(self, statuses):
        """A browser begins with the whole, and hears what health tells, nothing else."""
        changes = Changes()
        browser = Browser(changes, statuses, 3)
        for name in ("status_changed", "something_else", "incident_changed"):
            await changes.hear(event(name))
        await browser.read()
        assert browser.seen == ["platform", "status_changed", "incident_changed"]

    async def test_who_does_not_read(self, statuses):
        """Who doesn't keep up has to begin again, and holds nothing in memory."""
        changes = Changes()
        browser = Browser(changes, statuses, 10_000)
        for _ in range(300):
            await changes.hear(event("status_changed"))
        await browser.read()
        assert len(browser.seen) < 300
        assert not changes._listeners
