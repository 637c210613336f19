"""Browsers that read event streams."""

import asyncio

import pytest


class Browser:
    """Reads a stream: remembers the last id, as an EventSource does."""

    def __init__(self, app, scope=None):
        self.last_id = None
        self.ended = asyncio.Event()
        self.takes = asyncio.Event()
        self.takes.set()
        self._gone = asyncio.Event()
        self._events = asyncio.Queue()
        self.status = asyncio.get_running_loop().create_future()
        self.headers = {}
        self.body = b""
        self.task = asyncio.create_task(app(scope or {}, self._receive, self._send))

    async def _receive(self):
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        await self.takes.wait()
        if message["type"] == "http.response.start":
            self.headers = dict(message["headers"])
            self.status.set_result(message["status"])
            return
        self.body += message["body"]
        for block in message["body"].split(b"\n\n"):
            fields = dict(line.split(b": ", 1) for line in block.splitlines() if line)
            if b"id" in fields:
                self.last_id = int(fields[b"id"])
            if b"event" in fields:
                name, data = fields[b"event"].decode(), fields.get(b"data", b"")
                self._events.put_nowait((name, data, self.last_id))
        if not message.get("more_body"):
            self.ended.set()

    async def next(self):
        """Return the next event's name and data."""
        return (await asyncio.wait_for(self._events.get(), 30))[:2]

    async def next_id(self):
        """Return the next event's id."""
        return (await asyncio.wait_for(self._events.get(), 30))[2]

    def read_already(self):
        """Return the ids of entries that came and nobody looked at yet."""
        ids = []
        while not self._events.empty():
            name, _, identity = self._events.get_nowait()
            assert name == "entry"
            ids.append(identity)
        return ids

    async def leave(self):
        self._gone.set()
        await self.task


@pytest.fixture
async def browse():
    """Give what opens a stream; all are left at the end."""
    opened = []

    def browse(app, scope=None):
        opened.append(Browser(app, scope))
        return opened[-1]

    yield browse
    for browser in opened:
        browser.takes.set()
        await browser.leave()
