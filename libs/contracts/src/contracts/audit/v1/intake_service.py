"""Entries from systems that can't reach the bus.

Generated from proto-schemas/audit/v1/intake_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.audit.v1.publication import Publication
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc


class RecordEventsRequest(Message):
    """What happened, where."""

    source: Annotated[
        str,
        Field(
            max_length=63,
            pattern="^[a-z0-9][a-z0-9_-]*$",
            description="The system it happened in; none of the platform's own.",
        ),
    ]

    entries: Annotated[
        list[Publication],
        Field(
            min_length=1,
            max_length=500,
            description=(
                "In the order in which it happened. Each names its action, and its tenant where "
                "the key is for several."
            ),
        ),
    ]


class RecordEventsResponse(Message):
    """What was recorded."""

    ids: Annotated[
        list[str],
        Field(
            description=(
                "The entries' ids, in the order of the request. An entry whose external id is "
                "known already keeps its first id."
            )
        ),
    ] = []


class IntakeService(Protocol):
    """Recording over HTTP."""

    @abstractmethod
    async def record_events(self, request: RecordEventsRequest) -> RecordEventsResponse:
        """Record what happened in a system off the bus: all of the entries, or none and why. They
        are durable when this answers, and on the timeline a moment later. Repeating is safe for
        entries with an id or an external id, and with an Idempotency-Key. The entries stand as
        they are told; their actions are the caller's own.
        """
        ...


RECORD_EVENTS: Rpc[RecordEventsRequest, RecordEventsResponse] = Rpc(
    service="audit",
    version="v1",
    interface="IntakeService",
    name="record_events",
    subject="rpc.audit.v1.record_events",
    request=RecordEventsRequest,
    reply=RecordEventsResponse,
    http=HttpRule(method="POST", path="/audit/events", body="*", response_body=""),
    access=("api_key:audit:write",),
    audit=("event.recorded",),
    changes=True,
    summary=("Record what happened in a system off the bus: all of the entries, or none and why."),
    description=(
        "Record what happened in a system off the bus: all of the entries, or none and "
        "why. They are durable when this answers, and on the timeline a moment later. "
        "Repeating is safe for entries with an id or an external id, and with an "
        "Idempotency-Key. The entries stand as they are told; their actions are the "
        "caller's own."
    ),
    headers={},
)


INTAKE_SERVICE: tuple[AnyRpc, ...] = (RECORD_EVENTS,)


class IntakeServiceClient:
    """Calls IntakeService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def record_events(self, request: RecordEventsRequest) -> RecordEventsResponse:
        """Record what happened in a system off the bus: all of the entries, or none and why. They
        are durable when this answers, and on the timeline a moment later. Repeating is safe for
        entries with an id or an external id, and with an Idempotency-Key. The entries stand as
        they are told; their actions are the caller's own.
        """
        return await self._caller.call(RECORD_EVENTS, request)
