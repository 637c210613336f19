"""Where the personal fields of an entry may be readable beside the log, and until when."""

from datetime import datetime, timedelta

from bus import Connection
from contracts.audit.v1 import Remainder

_STREAMS = {
    "AUDIT": "entries on their way to the log, personal fields included",
    "EVENTS": "what services tell each other",
    "DEAD": "messages that could not be processed",
}
_ANSWERS_KEPT = timedelta(hours=24)


class Remainders:
    """Asks the streams how long they keep what they hold."""

    def __init__(self, connection: Connection, *, plaintext_days: int, export_hours: float) -> None:
        self._connection = connection
        self._kept = timedelta(days=plaintext_days)
        self._exported = timedelta(hours=export_hours)

    async def at(self, moment: datetime) -> list[Remainder]:
        """Return what may remain of everything published until now; raise Unavailable."""
        streams = [await self._stream(name, moment) for name in _STREAMS]
        return [
            *streams,
            Remainder(
                place="dead letters",
                until=moment + self._kept,
                what="bodies and headers of messages that could not be processed",
            ),
            Remainder(
                place="outboxes",
                until=moment + self._kept,
                what="entries that a service has written and the bus has not taken yet",
            ),
            Remainder(
                place="exports",
                until=moment + self._exported,
                what="files of exports that were written before, until they are removed",
            ),
            Remainder(
                place="elsewhere",
                what="what was downloaded, or sent to sinks, before",
            ),
            Remainder(
                place="saved searches",
                what="filters that people have saved, which may name the person",
            ),
            Remainder(
                place="repeated answers",
                until=moment + _ANSWERS_KEPT,
                what="answers kept for requests with an Idempotency-Key",
            ),
        ]

    async def _stream(self, name: str, moment: datetime) -> Remainder:
        state = await self._connection.state(name)
        # A stream without an age keeps things until somebody removes them: nobody knows when.
        age = timedelta(seconds=state.max_age_seconds)
        return Remainder(
            place=f"stream {name}", until=moment + age if age else None, what=_STREAMS[name]
        )
