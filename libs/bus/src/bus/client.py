"""Calls rpcs: context and trace go out in headers, the reply or the fault comes back."""

import re
from collections.abc import Callable
from typing import TypeVar

from contracts.faults import Fault, Internal
from contracts.message import Message
from contracts.platform.v1 import Problem
from contracts.rpc import Rpc
from pydantic import ValidationError

from bus import context, deadline, headers, tracing
from bus.acknowledgements import is_acknowledgement
from bus.connection import Connection
from bus.faults import AnsweredByStream, NoAnswerInTime
from bus.messages import Incoming

Q = TypeVar("Q", bound=Message)
R = TypeVar("R", bound=Message)
T = TypeVar("T")
_STATUS = re.compile("[45][0-9]{2}")


class UnreadableReply(Internal):
    """The answer isn't what the contract says."""

    reason = "unreadable_reply"


class Client:
    """Implements `contracts.rpc.Caller`, so the generated typed clients work over it."""

    def __init__(self, connection: Connection, *, timeout_seconds: float = 5.0) -> None:
        """`timeout_seconds` counts where the context has no deadline."""
        self._connection = connection
        self._timeout_seconds = timeout_seconds

    async def call(self, rpc: Rpc[Q, R], request: Q) -> R:
        """Return the reply, or raise the fault that came instead."""
        return await self._exchange(rpc, request, _read)

    async def carry(self, rpc: Rpc[Q, R], request: Q) -> bytes:
        """Return the reply's JSON unread, for who only hands it on; else as `call`."""
        return await self._exchange(rpc, request, _unread)

    async def _exchange(
        self, rpc: Rpc[Q, R], request: Q, take: Callable[[Rpc[Q, R], Incoming], T]
    ) -> T:
        left = deadline.remaining_seconds()
        seconds = self._timeout_seconds if left is None else left
        if seconds <= 0:
            raise NoAnswerInTime(f"No time is left to call {rpc.subject}.")
        carried = {headers.CONTENT_TYPE: headers.JSON}
        context.put_into(carried)
        deadline.write(carried, seconds=seconds)
        with tracing.calling(rpc.subject, carried):
            reply = await self._connection.request(
                rpc.subject, request.dump_set_json(), headers=carried, timeout_seconds=seconds
            )
            if headers.SERVICE_ERROR_CODE in reply.headers:
                raise _fault(reply)
            return take(rpc, reply)


def _unread(rpc: Rpc[Q, R], reply: Incoming) -> bytes:
    if reply.headers.get(headers.CONTENT_TYPE) == headers.JSON:
        return reply.payload
    # Not one of our services: who knows what it is.
    return _read(rpc, reply).dump_json()


def _read(rpc: Rpc[Q, R], reply: Incoming) -> R:
    # Read as a reply it would be one with every field left out.
    if headers.CONTENT_TYPE not in reply.headers and is_acknowledgement(reply.payload):
        raise AnsweredByStream(f"A stream, not a service, answered {rpc.subject}.")
    try:
        return rpc.reply.read(reply.payload)
    except ValidationError as error:
        raise UnreadableReply(f"{rpc.subject} answered against its contract.") from error


def _fault(reply: Incoming) -> Fault:
    try:
        return Fault.of(Problem.read(reply.payload))
    except ValidationError:
        # A service that isn't ours: ADR-32 promises no more than the headers.
        code = reply.headers[headers.SERVICE_ERROR_CODE]
        return Fault.of(
            Problem(
                status=int(code) if _STATUS.fullmatch(code) else Internal.status,
                detail=reply.headers.get(headers.SERVICE_ERROR, ""),
                reason="service_error",
            )
        )
