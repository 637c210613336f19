"""Asks everybody on the bus at once (ADR-32) and collects the answers."""

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bus import Connection, Incoming, subjects

from health.probes.failure import ProbeFailed

Answers = list[tuple[float, dict[str, Any]]]


class Scatter:
    """One question, as many answers as come."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def ask(self, verb: str, *path: str, window_seconds: float) -> Answers:
        """Return the answers with the seconds each took, once `window_seconds` bring no further."""
        async with self._inbox() as (inbox, answers):
            asked = time.perf_counter()
            await self._connection.publish(subjects.discovery(verb, *path), b"", reply=inbox)
            found: Answers = []
            try:
                while True:
                    async with asyncio.timeout(window_seconds):
                        arrived, message = await answers.get()
                    if told := _read(message):
                        found.append((arrived - asked, told))
                    elif not message.payload:
                        # The server itself: nobody listens.
                        return found
            except TimeoutError:
                return found

    async def request(self, subject: str, *, timeout_seconds: float) -> dict[str, Any]:
        """Ask the server's own API."""
        answer = await self._connection.request(subject, b"", timeout_seconds=timeout_seconds)
        told = _read(answer)
        if "error" in told:
            raise ProbeFailed(str(told["error"].get("description", "refused")))
        return told

    @asynccontextmanager
    async def _inbox(self) -> AsyncIterator[tuple[str, asyncio.Queue[tuple[float, Incoming]]]]:
        inbox = f"_INBOX_health.{secrets.token_hex(8)}"
        answers: asyncio.Queue[tuple[float, Incoming]] = asyncio.Queue(10_000)

        async def take(message: Incoming) -> None:
            if not answers.full():
                answers.put_nowait((time.perf_counter(), message))

        subscription = await self._connection.subscribe(inbox, take)
        try:
            yield inbox, answers
        finally:
            await subscription.drain()


def _read(message: Incoming) -> dict[str, Any]:
    try:
        told = json.loads(message.payload)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
