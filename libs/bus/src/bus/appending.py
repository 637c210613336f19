"""Storing in a stream: persistently, at most once per message id, acknowledged or refused."""

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from typing import Protocol

from contracts.faults import Fault, TooLate, Unavailable

from bus import deadline, headers, tracing
from bus.acknowledgements import read_acknowledgement
from bus.backoff import Backoff
from bus.faults import BusUnavailable
from bus.messages import Appended, Incoming, Publication

_BUDGET_SECONDS = 5.0
_ATTEMPT_SECONDS = 2.0
_BACKOFF = Backoff(first_seconds=0.05, ceiling_seconds=1.0)


class Requester(Protocol):
    """The part of a connection that appending needs."""

    async def request(
        self,
        subject: str,
        payload: bytes,
        *,
        headers: Mapping[str, str],
        timeout_seconds: float,
    ) -> Incoming:
        """Send and await one answer."""
        ...


async def append(
    requester: Requester, publication: Publication, *, backoff: Backoff = _BACKOFF
) -> Appended:
    """Repeat until the stream has acknowledged, within the deadline or 5 seconds.

    Every attempt carries the same message id, so that a lost acknowledgement stores nothing twice.
    What expects a revision is tried once: the server looks at that first, and would refuse what it
    has stored itself.
    """
    carried = {
        headers.CONTENT_TYPE: headers.JSON,
        **publication.headers,
        headers.MESSAGE_ID: publication.message_id or uuid.uuid4().hex,
    }
    left = deadline.remaining_seconds()
    budget = _BUDGET_SECONDS if left is None else min(left, _BUDGET_SECONDS)
    once = headers.EXPECTED_REVISION in carried
    with tracing.appending(publication.subject, carried):
        if once:
            return await _attempt(requester, publication, carried, budget)
        return await _attempts(requester, publication, carried, budget, backoff)


async def append_many(
    requester: Requester, publications: Sequence[Publication], *, in_flight: int
) -> list[Appended | Fault]:
    """Append side by side; a refused one hides none of the others' acknowledgements."""
    waiting = iter(enumerate(publications))
    results: dict[int, Appended | Fault] = {}

    async def work() -> None:
        for place, publication in waiting:
            try:
                results[place] = await append(requester, publication)
            except Fault as fault:
                results[place] = fault

    await asyncio.gather(*(work() for _ in range(min(in_flight, len(publications)))))
    return [results[place] for place in range(len(publications))]


async def _attempts(
    requester: Requester,
    publication: Publication,
    carried: Mapping[str, str],
    budget: float,
    backoff: Backoff,
) -> Appended:
    clock = asyncio.get_running_loop().time
    give_up_at = clock() + budget
    for delay in backoff.delays():
        seconds = min(_ATTEMPT_SECONDS, give_up_at - clock())
        try:
            return await _attempt(requester, publication, carried, seconds)
        except BusUnavailable:
            raise
        except (Unavailable, TooLate):
            if clock() + delay >= give_up_at:
                raise
        await asyncio.sleep(delay)
    raise AssertionError  # pragma: no cover - the delays never end


async def _attempt(
    requester: Requester, publication: Publication, carried: Mapping[str, str], seconds: float
) -> Appended:
    reply = await requester.request(
        publication.subject,
        publication.payload,
        headers=carried,
        timeout_seconds=max(0.0, seconds),
    )
    return read_acknowledgement(reply.payload)
