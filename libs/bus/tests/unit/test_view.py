"""What a watcher is told."""

from bus import Entry
from bus.view import View


async def seen(view, *entries):
    for key, value in entries:
        await view.see(Entry(key, value or b"", 1, deleted=value is None))


def told(sink):
    return [entry and (entry.key, entry.deleted) for entry in sink.items]


class TestView:
    async def test_complete_once(self, collected):
        """That it was everything is said once, however often it begins again."""
        view = View(collected)
        for _ in range(2):
            view.begin()
            await view.complete()
        assert collected.items == [None]

    async def test_vanished(self, collected):
        """What doesn't come again has vanished."""
        view = View(collected)
        await seen(view, ("a", b"1"), ("b", b"2"))
        await view.complete()
        view.begin()
        await seen(view, ("b", b"2"))
        await view.complete()
        assert told(collected) == [("a", False), ("b", False), None, ("b", False), ("a", True)]

    async def test_unknown_deletion(self, collected):
        """The deletion of what was never there is no news."""
        view = View(collected)
        await seen(view, ("a", None), ("b", b"1"), ("b", None), ("b", None))
        assert told(collected) == [("b", False), ("b", True)]

    async def test_vanished_once(self, collected):
        """What vanished is told once."""
        view = View(collected)
        await seen(view, ("a", b"1"))
        for _ in range(3):
            view.begin()
            await view.complete()
        assert told(collected) == [("a", False), ("a", True), None]
