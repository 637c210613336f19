"""What buckets need, in memory."""

from collections.abc import Mapping

from bus import appending, subjects
from bus.faults import BusUnavailable, NobodyAnswered
from bus.key_value import Watcher
from bus.memory.broker import MemoryBroker
from bus.memory.stream import Stream
from bus.memory.watch import MemoryWatch, entry_of
from bus.messages import Appended, Entry, Publication


class MemoryStorage:
    """The buckets as one connection sees them."""

    def __init__(self, broker: MemoryBroker, requester: appending.Requester) -> None:
        self._broker = broker
        self._requester = requester
        self._watches: list[MemoryWatch] = []
        self._connected = True

    async def append(self, subject: str, payload: bytes, *, headers: Mapping[str, str]) -> Appended:
        """Store a value."""
        return await appending.append(self._requester, Publication(subject, payload, headers))

    async def newest(self, bucket: str, key: str) -> Entry | None:
        """Return the key's newest entry, deleted or not."""
        stored = self._stream(bucket).newest(subjects.value(bucket, key))
        return None if stored is None else entry_of(stored, prefix=f"$KV.{bucket}.")

    async def watch(
        self,
        bucket: str,
        handler: Watcher,
        *,
        pattern: str,
        only_keys: bool,  # noqa: ARG002 - costs nothing here
    ) -> MemoryWatch:
        """Start a watch."""
        prefix = f"$KV.{bucket}."
        watch = MemoryWatch(self._stream(bucket), handler, prefix=prefix, pattern=pattern)
        watch.resume()
        self._watches.append(watch)
        return watch

    def disconnected(self) -> None:
        """Leave every watch without news."""
        self._connected = False
        for watch in self._watches:
            watch.pause()

    def reconnected(self) -> None:
        """Bring every watch up to date."""
        self._connected = True
        for watch in self._watches:
            watch.resume()

    def _stream(self, bucket: str) -> Stream:
        if not self._connected:
            raise BusUnavailable
        stream = self._broker.streams.get(f"KV_{bucket}")
        if stream is None:
            raise NobodyAnswered(f"$KV.{bucket}")
        return stream
