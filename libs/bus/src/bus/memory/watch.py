"""Watching a bucket in memory."""

from bus import headers
from bus.key_value import Watcher
from bus.memory.mailbox import Mailbox
from bus.memory.stream import Stream
from bus.messages import Entry, Stored
from bus.subjects import matches
from bus.view import View


def entry_of(stored: Stored, *, prefix: str) -> Entry:
    """Read a bucket's message."""
    return Entry(
        key=stored.subject.removeprefix(prefix),
        value=stored.payload,
        revision=stored.sequence,
        deleted=headers.OPERATION in stored.headers,
    )


class MemoryWatch:
    """Hands over a bucket's values, then its changes."""

    def __init__(self, stream: Stream, watcher: Watcher, *, prefix: str, pattern: str) -> None:
        self._stream = stream
        self._view = View(watcher)
        self._prefix = prefix
        self._pattern = prefix + pattern
        self._mailbox = Mailbox[Entry | None](self._hand_over)
        self._stopped = False

    def resume(self) -> None:
        """Hand the values over, say that they were all, and follow the changes."""
        if self._stopped:
            return
        self._view.begin()
        for stored in self._stream.newest_of_each(self._pattern):
            self._mailbox.put(entry_of(stored, prefix=self._prefix))
        self._mailbox.put(None)
        self._stream.changed.append(self._changed)

    def pause(self) -> None:
        """Stop following."""
        if self._changed in self._stream.changed:
            self._stream.changed.remove(self._changed)

    async def stop(self) -> None:
        """Call the handler no more."""
        self._stopped = True
        self.pause()
        self._mailbox.discard()

    def _changed(self, stored: Stored) -> None:
        if matches(self._pattern, stored.subject):
            self._mailbox.put(entry_of(stored, prefix=self._prefix))

    async def _hand_over(self, entry: Entry | None) -> None:
        if entry is None:
            await self._view.complete()
        else:
            await self._view.see(entry)
