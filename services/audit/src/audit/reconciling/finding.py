"""Whether a stored entry is found by what it tells: pure.

What it is found by isn't sealed, but follows from what is: by its action, its people, its words.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from audit.places import action_paths
from audit.sealing.leaf import FIELDS
from audit.text import KEYED, words

_FOUND_BY = {"actionPaths", "people", "actorKey", "event", "words"}
_KNOWN = {"_id", *FIELDS, *_FOUND_BY}
_MOMENTS = ("at", "receivedAt")
_OF_ACTOR = {"actorEmail", "actorName", "actorIp", "actorId"}


def misfiled(row: Mapping[str, Any], keyed: Collection[str], *, is_erased: bool) -> list[str]:
    """Return the fields that aren't what follows from the sealed ones of an entry.

    `keyed` are the hashed words of its personal fields that can still be opened; with `is_erased`
    some can't, and words of those may be on their way out.
    """
    found = [name for name, value in _expected(row) if row.get(name) != value]
    found += [name for name in _MOMENTS if not isinstance(row[name], datetime)]
    stored = row.get("words")
    if not isinstance(stored, list) or not _are_words(
        row, set(stored), set(keyed), is_erased=is_erased
    ):
        found.append("words")
    return [*found, *sorted(row.keys() - _KNOWN)]


def _expected(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    boxes = row.get("personal", ())
    actor = next((box for box in boxes if not _OF_ACTOR.isdisjoint(box["paths"])), None)
    people = dict.fromkeys(key for box in boxes for key in box["keys"])
    yield "actionPaths", action_paths(row["action"])
    yield "people", list(people) or None
    yield "actorKey", actor["keys"][0] if actor else None
    yield "event", row.get("event") if row.get("event") in _events(row) else ""


def _events(row: Mapping[str, Any]) -> tuple[str | None, ...]:
    """Return what may make an event one entry: which sources are ours has changed over time."""
    if not (external := row.get("externalId")):
        return (None,)
    source = row["source"]
    return f"{source}:{external}", f"{source}:{row['tenantSlug']}:{external}"


def _are_words(
    row: Mapping[str, Any], stored: set[str], keyed: set[str], *, is_erased: bool
) -> bool:
    hashed = {word for word in stored if word.startswith(KEYED)}
    plain = words(row["action"]) | words(row["tenantSlug"]) | words(row.get("resourceName", ""))
    return stored - hashed == plain and (keyed <= hashed if is_erased else keyed == hashed)
