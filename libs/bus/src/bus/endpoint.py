"""One rpc's answering: strict in what it takes, silent about what went wrong inside."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from contracts.faults import Fault, Internal, Malformed
from contracts.message import Message
from contracts.rpc import Rpc
from pydantic import ValidationError

from bus import deadline, headers, tracing
from bus.context import taken_from
from bus.faults import NoAnswerInTime
from bus.messages import Incoming
from bus.statistics import Statistics

log = structlog.get_logger()
RpcHandler = Callable[[Any], Awaitable[Message]]
_LONGEST_DETAIL = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the caller."""

    payload: bytes
    headers: dict[str, str]


class Endpoint:
    """Turns a message into a call of its handler, and the outcome into an answer."""

    def __init__(self, rpc: Rpc[Any, Any], handler: RpcHandler) -> None:
        self.rpc = rpc
        self.statistics = Statistics()
        self._handler = handler

    @property
    def metadata(self) -> dict[str, str]:
        """Return what INFO says about this endpoint."""
        return {"request": self.rpc.request.__name__, "reply": self.rpc.reply.__name__}

    async def answer(self, message: Incoming) -> Answer:
        """Never raises but when cancelled."""
        started = time.perf_counter_ns()
        error = ""
        with tracing.serving(message.subject, message.headers):
            try:
                with taken_from(message.headers):
                    reply = await self._call(message.payload)
                answer = Answer(reply, {headers.CONTENT_TYPE: headers.JSON})
            except Fault as fault:
                error = f"{fault.status}:{fault.reason}"
                tracing.mark_failed(error)
                answer = refusal(fault, request_id=message.headers.get(headers.REQUEST_ID, ""))
        self.statistics.count(nanoseconds=time.perf_counter_ns() - started, error=error)
        return answer

    async def _call(self, payload: bytes) -> bytes:
        if deadline.is_over():
            raise NoAnswerInTime("The time was up before the work began.")
        try:
            request = self.rpc.request.parse(payload or b"{}")
        except ValidationError as refused:
            raise Malformed.of(refused) from None
        try:
            return (await self._handler(request)).dump_json()
        except Fault:
            raise
        except (Exception, asyncio.CancelledError) as error:
            if _is_our_own_end(error):
                raise
            log.exception("rpc_failed", rpc=self.rpc.subject)
            raise Internal("internal error") from None


def refusal(fault: Fault, *, request_id: str = "") -> Answer:
    """Return the answer that tells a fault (ADR-32, error headers)."""
    return Answer(
        fault.problem(request_id).dump_json(),
        {
            headers.CONTENT_TYPE: headers.PROBLEM,
            headers.SERVICE_ERROR_CODE: str(fault.status),
            headers.SERVICE_ERROR: (fault.detail or fault.reason)[:_LONGEST_DETAIL],
        },
    )


def _is_our_own_end(error: BaseException) -> bool:
    """Tell our cancellation from that of something which the handler awaited."""
    task = asyncio.current_task()
    return isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling() > 0
