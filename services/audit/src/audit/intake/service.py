"""Recording for systems off the bus."""

from bus import Connection, current_actor
from chassis import Clock, now, scope_of, uuid7
from chassis.bulk import bulk
from contracts.audit import v1
from contracts.faults import Fault

from audit.intake.rules import ensure_entries, ensure_free, placed


class IntakeService(v1.IntakeService):
    """Hands what came over HTTP to the stream, in the source's name."""

    def __init__(self, connection: Connection, *, clock: Clock = now) -> None:
        self._connection = connection
        self._clock = clock

    async def record_events(self, request: v1.RecordEventsRequest) -> v1.RecordEventsResponse:
        """All or none: what the timeline would refuse is refused here, with its place."""
        ensure_free(request.source)
        scope = scope_of(current_actor())
        told = placed(request.entries, scope)
        ensure_entries(request.source, told, scope, now=self._clock())
        named = [one if one.id else one.model_copy(update={"id": uuid7()}) for one in told]
        for result in await self._connection.append_many(bulk(request.source, named)):
            if isinstance(result, Fault):
                raise result
        return v1.RecordEventsResponse(ids=[one.id or "" for one in named])
