"""Cuts what a query found to a page that fits into one message of the bus."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bus.streams import MAX_MESSAGE_BYTES
from contracts.message import Message

M = TypeVar("M", bound=Message)
# The rest is for headers, and for what the reply says beside its items.
_LARGEST_PAGE_BYTES = MAX_MESSAGE_BYTES * 3 // 4


def page_of(
    found: Sequence[M], *, limit: int, cursor: Callable[[M], str]
) -> tuple[list[M], str | None]:
    """Return the page and the next one's cursor; `found` goes beyond `limit` if there is more.

    A page of large items is shorter than asked: else nobody could read past them.
    """
    items: list[M] = []
    room = _LARGEST_PAGE_BYTES
    for item in found[:limit]:
        room -= len(item.dump_json())
        if items and room < 0:
            break
        items.append(item)
    return items, cursor(items[-1]) if len(items) < len(found) else None
