"""The list of which entries an export holds, by index, so that a missing one is missed: pure.

A line is `17`, or `17-20` for all from 17 to 20; a single one may say `erased` and which of its
boxes can't be opened: `21 erased 0,2`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LINE = re.compile(
    rb"(?P<first>0|[1-9][0-9]{0,15})"
    rb"(-(?P<last>[1-9][0-9]{0,15})|( erased (?P<erased>[0-9]{1,4}(,[0-9]{1,4}){0,99})))?\n"
)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the export."""

    index: int
    erased: tuple[int, ...] = ()


def written(places: Iterable[Place]) -> bytes:
    """Return the list of places in their order."""
    lines: list[str] = []
    first = last = -1
    for place in places:
        if not place.erased and place.index == last + 1 and first >= 0:
            last = place.index
            continue
        if first >= 0:
            lines.append(_span(first, last))
        first = last = place.index
        if place.erased:
            lines.append(f"{place.index} erased {','.join(map(str, place.erased))}")
            first = last = -1
    if first >= 0:
        lines.append(_span(first, last))
    return "".join(f"{one}\n" for one in lines).encode()


def read(lines: Iterable[bytes]) -> Iterator[Place]:
    """Yield the places of a list; raise ValueError where it is none."""
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError("a line of the list is malformed")
        first = int(found["first"])
        if found["erased"]:
            yield Place(first, tuple(map(int, found["erased"].split(b","))))
            continue
        for index in range(first, int(found["last"] or first) + 1):
            yield Place(index)


def _span(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}-{last}"
