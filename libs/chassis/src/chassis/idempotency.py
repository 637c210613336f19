"""Keeps the answer to a command by its Idempotency-Key, so that trying again is safe."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import Context
from typing import Any, TypeVar

import pymongo
import structlog
from bus import current_actor, idempotency_key
from contracts.faults import Fault, TooManyRequests
from contracts.markers import ToldOnce
from contracts.message import Message
from contracts.platform.v1 import Problem
from contracts.rpc import Rpc
from pymongo.errors import PyMongoError

from chassis.claims import Claim
from chassis.clock import Clock, now

log = structlog.get_logger()
Q = TypeVar("Q", bound=Message)
R = TypeVar("R", bound=Message)
_OK = 200
_SERVER_FAULT = 500
_SETTLE_SECONDS = 2.0


class Idempotency:
    """Runs a command once per (actor, rpc, key)."""

    def __init__(self, *, clock: Clock = now) -> None:
        self._clock = clock

    async def once(self, rpc: Rpc[Q, R], request: Q, run: Callable[[Q], Awaitable[R]]) -> R:
        """Answer from the kept answer, or run and keep it. Without a key: just run.

        Refusals are answers too, and kept; what may pass by itself (5xx, 429) isn't.
        """
        key = idempotency_key()
        if not key:
            return await run(request)
        actor = current_actor()
        caller = (actor.type, actor.id) if actor else ("", "")
        claim = Claim(
            _digest(*caller, rpc.subject, key),
            # As it was sent: to leave a field out and to clear it are two requests.
            asked=_digest(json.dumps(request.dump_set(), sort_keys=True)),
            clock=self._clock,
        )
        kept = await claim.take()
        if kept is not None:
            return _replay(rpc, status=kept["status"], answer=kept["answer"])
        try:
            reply = await run(request)
        except Fault as fault:
            if fault.status >= _SERVER_FAULT or isinstance(fault, TooManyRequests):
                await _settle(claim.give_up())
            else:
                answer = fault.problem().dump_json().decode()
                await _settle(claim.keep(status=fault.status, answer=answer))
            raise
        except BaseException:
            await _settle(claim.give_up())
            raise
        answer = _without_secrets(reply).dump_json().decode()
        await _settle(claim.keep(status=_OK, answer=answer))
        return reply


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _without_secrets(reply: R) -> R:
    """What is told once is stored nowhere, here neither."""
    secrets = [
        name
        for name, field in type(reply).model_fields.items()
        if any(isinstance(mark, ToldOnce) for mark in field.metadata)
    ]
    return reply.model_copy(update=dict.fromkeys(secrets, ""))


def _replay(rpc: Rpc[Q, R], *, status: int, answer: str) -> R:
    if status == _OK:
        return rpc.reply.read(answer)
    raise Fault.of(Problem.read(answer))


async def _settle(work: Coroutine[Any, Any, None]) -> None:
    """Note the outcome, in time of its own: the request's may be over.

    The outcome stands even if this fails: then the claim ends by itself.
    """

    async def within_own_time() -> None:
        with pymongo.timeout(_SETTLE_SECONDS):
            await work

    try:
        await asyncio.create_task(within_own_time(), context=Context())
    except PyMongoError as error:
        log.warning("idempotency_not_settled", reason=str(error).split(",", 1)[0])
