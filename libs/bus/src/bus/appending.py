"""Storing in a stream: persistently, at most once per message id, acknowledged or refused."""

import asyncio
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from contracts.faults import Fault, TooLate, Unavailable

from bus import deadline, headers, tracing
from bus.backoff import Backoff
from bus.faults import (
    BusUnavailable,
    MessageTooLarge,
    RevisionConflict,
    StreamRefused,
)
from bus.messages import Appended, Incoming, Publication

# JetStream's error codes
_TOO_LARGE = 10054
_WRONG_REVISION = (10071, 10164)

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
    """
    carried = {
        headers.CONTENT_TYPE: headers.JSON,
        **publication.headers,
        headers.MESSAGE_ID: publication.message_id or uuid.uuid4().hex,
    }
    left = deadline.remaining_seconds()
    budget = _BUDGET_SECONDS if left is None else min(left, _BUDGET_SECONDS)
    with tracing.appending(publication.subject, carried):
        give_up_at = asyncio.get_running_loop().time() + budget
        return await _attempts(requester, publication, carried, give_up_at, backoff)


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
    give_up_at: float,
    backoff: Backoff,
) -> Appended:
    clock = asyncio.get_running_loop().time
    for delay in backoff.delays():
        try:
            reply = await requester.request(
                publication.subject,
                publication.payload,
                headers=carried,
                timeout_seconds=max(0.0, min(_ATTEMPT_SECONDS, give_up_at - clock())),
            )
            return read_acknowledgement(reply.payload)
        except BusUnavailable:
            raise
        except (Unavailable, TooLate):
            if clock() + delay >= give_up_at:
                raise
        await asyncio.sleep(delay)
    raise AssertionError  # pragma: no cover - the delays never end


def read_acknowledgement(payload: bytes) -> Appended:
    """Read a stream's answer to an append; raise the fault that it tells."""
    answer = _object(payload)
    if _acknowledges(answer):
        return Appended(answer["stream"], answer["seq"], bool(answer.get("duplicate")))
    error = answer.get("error")
    if not isinstance(error, dict):
        raise StreamRefused("Something that isn't a stream answered.")
    code, detail = error.get("err_code"), str(error.get("description", ""))
    if code == _TOO_LARGE:
        raise MessageTooLarge(detail)
    if code in _WRONG_REVISION:
        raise RevisionConflict(detail)
    raise StreamRefused(detail, retry_after_seconds=1)


def is_acknowledgement(payload: bytes) -> bool:
    """Say whether this is a stream's acknowledgement rather than somebody's message.

    A publish may name any reply subject, and the server then acknowledges there.
    """
    return _acknowledges(_object(payload))


def _acknowledges(answer: dict[str, Any]) -> bool:
    return (
        isinstance(answer.get("stream"), str)
        and isinstance(answer.get("seq"), int)
        and "error" not in answer
    )


def _object(payload: bytes) -> dict[str, Any]:
    try:
        value = json.loads(payload)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
