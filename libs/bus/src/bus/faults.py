"""What can go wrong on the way.

Unavailable (503)
├── NobodyAnswered       no service listens on the subject, no stream stores it
├── BusUnavailable       the line is down, or was lost before the answer
├── StreamRefused        the stream is full or not ready
│   └── BatchRefused     it doesn't take these messages as one batch
└── AnsweredByStream     a stream's acknowledgement came instead of a service's answer
TooLate (504)
└── NoAnswerInTime       somebody listens, but the time is up
Conflict (409)
└── RevisionConflict     the key has another revision than the writer thinks
TooLarge (413)
└── MessageTooLarge      more than the bus carries in one message
"""

from contracts.faults import Conflict, TooLarge, TooLate, Unavailable

_RETRY_AFTER_SECONDS = 1


class NobodyAnswered(Unavailable):
    """No service listens on the subject, no stream stores it."""

    reason = "nobody_answered"

    def __init__(self, subject: str) -> None:
        super().__init__(
            f"Nobody answers {subject} at the moment.", retry_after_seconds=_RETRY_AFTER_SECONDS
        )


class BusUnavailable(Unavailable):
    """The line is down, or was lost before the answer: then the outcome is unknown."""

    reason = "bus_unavailable"

    def __init__(self, detail: str = "The bus cannot be reached; try again.") -> None:
        super().__init__(detail, retry_after_seconds=_RETRY_AFTER_SECONDS)


class StreamRefused(Unavailable):
    """The stream is full or not ready."""

    reason = "stream_refused"


class BatchRefused(StreamRefused):
    """The stream doesn't take these messages as one batch; one by one it may."""

    reason = "batch_refused"


class AnsweredByStream(Unavailable):
    """A stream's acknowledgement came instead of a service's answer."""

    reason = "answered_by_stream"


class NoAnswerInTime(TooLate):
    """Somebody listens, but the time is up."""


class RevisionConflict(Conflict):
    """The key has another revision than the writer thinks."""

    reason = "revision_conflict"


class MessageTooLarge(TooLarge):
    """More than the bus carries in one message."""

    reason = "message_too_large"
