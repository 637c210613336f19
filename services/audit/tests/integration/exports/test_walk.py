"""How much of the log an export has in hand at a time."""

import pytest


@pytest.fixture
def walk(exports):
    return exports.walk()


@pytest.mark.parametrize("limit", ["_PICKED", "_LOOKED_AT"])
async def test_bounded(tell, exports, walk, monkeypatch, limit):
    """A stretch ends with the seal that fills it, however many wait behind that."""
    monkeypatch.setattr(f"audit.exports.walk.{limit}", 3)
    for _ in range(4):
        await tell(4)
    await exports.ask()
    (export,) = await exports.store.waiting_of_all()
    parts = []
    while export.looked_at < export.log_size:
        stretch = await walk.next(export)
        parts.append([index for index, _ in stretch.picked])
        export.seal, export.looked_at = stretch.seal, stretch.looked_at
    assert parts == [list(range(first, first + 4)) for first in range(0, 16, 4)]
