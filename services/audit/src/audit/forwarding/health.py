"""How a sink does: pure."""

from contracts.audit.v1 import SinkHealth

from audit.forwarding.documents import PlaceDocument, SinkDocument


def health_of(sink: SinkDocument, place: PlaceDocument | None, *, last: int) -> SinkHealth:
    """Say how a sink does; `last` is the log's last index."""
    if place is None or place.starts < sink.starts:
        place = PlaceDocument.model_construct(
            id=sink.id, index=sink.start, starts=sink.starts, epoch=0
        )
    return SinkHealth(
        state="paused" if sink.paused else "failing" if place.failures else "ok",
        index=place.index,
        behind=max(0, last - place.index),
        delivered=place.delivered,
        delivered_at=place.delivered_at,
        failures=place.failures,
        error=place.error,
        next_attempt_at=None if sink.paused else place.next_attempt_at,
    )
