"""`python -m bus`, the privileged user's command."""

import asyncio
import os
import subprocess
import sys

import pytest


@pytest.fixture
def command(nats_line):
    """Give a way to run it."""

    async def run(*arguments):
        return await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "bus", *arguments],
            env={**os.environ, "NATS_URL": nats_line.server.url},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


class TestCommand:
    async def test_durables(self, nats_line, command):
        """Streams, buckets and the named durables are there afterwards."""
        done = await command("AUDIT/audit", "DEAD/audit")
        assert done.returncode == 0, done.stderr
        puller = await nats_line.connection.pull("DEAD", "audit")
        assert await puller.fetch(1, timeout_seconds=0.05) == []

    async def test_wrong(self, command):
        """What isn't a durable is told in one line."""
        done = await command("AUDIT")
        assert (done.returncode, "should look like AUDIT/audit" in done.stderr) == (2, True)
