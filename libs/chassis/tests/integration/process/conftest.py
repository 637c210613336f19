"""The demo service as a process."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest_asyncio
from chassis import mongo

DEMO = Path(__file__).with_name("demo.py")


class Child:
    """A process, and what it logs."""

    def __init__(self, process):
        self._process = process
        self.lines = []

    async def until(self, event):
        """Read its log until this event; return the line."""
        async with asyncio.timeout(60):
            while text := await self._process.stdout.readline():
                self.lines.append(json.loads(text))
                if self.lines[-1]["event"] == event:
                    return self.lines[-1]
        raise AssertionError(f"{event} never came: {self.lines} {await self.complaint()}")

    def signal(self, number):
        """Send a signal."""
        self._process.send_signal(number)

    async def exit_code(self):
        """Read the rest of its log, and wait until it has ended."""
        async with asyncio.timeout(60):
            while text := await self._process.stdout.readline():
                self.lines.append(json.loads(text))
            return await self._process.wait()

    async def complaint(self):
        """Return what it wrote to standard error, once it has ended."""
        return (await self._process.stderr.read()).decode()

    async def end(self):
        """Kill it if it still runs."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()


@pytest_asyncio.fixture
async def start(mongo_url, request):
    """Give a way to start the demo service; its processes end with the test."""
    children = []
    # A service's database has the service's name.
    async with mongo.client(mongo_url) as client:
        await client.drop_database("demo")

    async def starting(**variables):
        given = {"MONGO_URL": mongo_url, "LOG_FORMAT": "json", **variables}
        if "NATS_URL" not in given:
            given["NATS_URL"] = request.getfixturevalue("nats_server").url
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(DEMO),
            env={**os.environ, **given},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        children.append(Child(process))
        return children[-1]

    yield starting
    for child in children:
        await child.end()
