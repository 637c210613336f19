"""The shortest path that could be, running: what others are compared with."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from devstack.ports import free_port
from devstack.probes import answers_http
from devstack.running import RunningStack
from devstack.waiting import eventually

_BARE = str(Path(__file__).with_name("bare.py"))


@asynccontextmanager
async def bare_path(stack: RunningStack, constant: str) -> AsyncIterator[int]:
    """Give the port of a server that answers with `constant`, which it asks for on the bus."""
    port = free_port()
    server = subprocess.Popen([sys.executable, _BARE, "serve", stack.nats_url, str(port)])
    answerer = subprocess.Popen(
        [sys.executable, _BARE, "reply", stack.nats_url, constant], stdout=subprocess.PIPE
    )
    try:
        await asyncio.to_thread(answerer.stdout.readline)
        probe = answers_http(f"http://localhost:{port}/openapi.json")
        await eventually(lambda: asyncio.to_thread(probe))
        yield port
    finally:
        for process in (server, answerer):
            process.terminate()
            process.wait()
