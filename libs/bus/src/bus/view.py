"""What a watcher has been told, so that it hears of everything that changed while nobody could."""

from bus.handling import hand_over
from bus.key_value import Watcher
from bus.messages import Entry


class View:
    """One watcher's picture of a bucket."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._known: set[str] = set()
        self._unseen: set[str] = set()
        self._told = False

    def begin(self) -> None:
        """Expect every value again: what isn't among them has vanished."""
        self._unseen = set(self._known)

    async def see(self, entry: Entry) -> None:
        """Tell of a value or a deletion; not of a deletion of what was never there."""
        self._unseen.discard(entry.key)
        if not entry.deleted:
            self._known.add(entry.key)
        elif entry.key in self._known:
            self._known.remove(entry.key)
        else:
            return
        await hand_over(self._watcher, entry)

    async def complete(self) -> None:
        """Tell what vanished, and the first time that this was everything."""
        for key in sorted(self._unseen):
            await self.see(Entry(key, b"", 0, deleted=True))
        if not self._told:
            self._told = True
            await hand_over(self._watcher, None)
