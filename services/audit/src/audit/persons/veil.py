"""Covers the personal fields of entries before they are stored, and lifts that when they are read.

A stored entry has, instead of those fields, `personal` (boxes: whose keys, which paths, what),
`actorKey` (the actor's key, by which "everything of this address" is found) and `people` (all).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from audit.persons.boxes import ERASED, entry_key, locked, put, take, unlocked
from audit.persons.declared import Declarations
from audit.persons.keyring import Keyring
from audit.persons.people import Parts, email_handle, parts_of
from audit.text import KEYED, words
from audit.turns import in_turns

Entry = dict[str, Any]
_FOUND_BY = ("actorEmail", "resourceName")


class Veil:
    """From an entry as told to one as stored, and back."""

    def __init__(self, keyring: Keyring, declared: Declarations) -> None:
        self._keyring = keyring
        self._declared = declared

    async def cover(self, entries: Sequence[Mapping[str, Any]]) -> list[Entry]:
        """Return copies whose personal fields only their people's keys open."""
        parts = [parts_of(entry, self._declared) for entry in entries]
        people = {one for found in parts for box in found.boxes for one in box.people}
        links = {link for found in parts for link in found.links}
        keys = await self._keyring.for_writing(people, links=links)
        told = [*zip(entries, parts, strict=True)]
        return [self._covered(entry, found, keys) async for entry, found in in_turns(told)]

    def _covered(
        self, told: Mapping[str, Any], parts: Parts, keys: Mapping[str, tuple[str, bytes]]
    ) -> Entry:
        entry = dict(told)
        if not parts.boxes:
            return entry
        personal, keyed, people = [], set(), dict[str, None]()
        for part in parts.boxes:
            owners = [keys[one] for one in part.people]
            values = {path: take(entry, path) for path in part.paths}
            key = entry_key([secret for _, secret in owners], entry["_id"])
            names = [identity for identity, _ in owners]
            personal.append(
                {"keys": names, "paths": list(part.paths), "box": locked(values, key=key)}
            )
            people |= dict.fromkeys(names)
            keyed |= _words_of(values)
        entry["personal"] = personal
        entry["people"] = list(people)
        if parts.actor:
            entry["actorKey"] = keys[parts.actor][0]
        plain = set(told["words"])
        if "resourceName" not in entry:
            plain -= keyed - words(told["action"]) - words(told["tenantSlug"])
        entry["words"] = sorted([*plain, *map(self._keyed, keyed)])
        return entry

    async def lift(self, rows: Sequence[Entry]) -> None:
        """Put the personal fields back, in place; `[erased]` for those whose person is erased."""
        boxes = [(row, box) for row in rows for box in row.get("personal", ())]
        keys = await self._keyring.for_reading({one for _, box in boxes for one in box["keys"]})
        for row, box in boxes:
            owners = [keys.get(one) for one in box["keys"]]
            if all(owners):
                key = entry_key([one for one in owners if one], row["_id"])
                for path, value in unlocked(box["box"], key=key).items():
                    put(row, path, value)
            else:
                for path in box["paths"]:
                    put(row, path, ERASED)
        for row in rows:
            row.pop("personal", None)

    async def keys_of(self, rows: Sequence[Mapping[str, Any]]) -> list[list[bytes | None]]:
        """Return, for each stored entry, the key of each of its boxes; None where one is erased.

        A key opens its box alone: it may be given to whoever may read the entry.
        """
        owners = {one for row in rows for box in row.get("personal", ()) for one in box["keys"]}
        keys = await self._keyring.for_reading(owners)
        return [
            [_box_key([keys.get(one) for one in box["keys"]], row["_id"]) for box in boxes]
            for row in rows
            for boxes in [row.get("personal", ())]
        ]

    async def words_left(self, rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
        """Return the words by which each stored entry is still found: none of the erased."""
        keys = await self._keyring.for_reading(
            {one for row in rows for box in row.get("personal", ()) for one in box["keys"]}
        )
        return [self._words_left(row, keys) for row in rows]

    def _words_left(self, row: Mapping[str, Any], keys: Mapping[str, bytes]) -> list[str]:
        left = {word for word in row["words"] if not word.startswith(KEYED)}
        for box in row.get("personal", ()):
            owners = [keys.get(one) for one in box["keys"]]
            if all(owners):
                key = entry_key([one for one in owners if one], row["_id"])
                values = unlocked(box["box"], key=key)
                left |= {self._keyed(word) for word in _words_of(values)}
        return sorted(left)

    async def actor_key(self, email: str) -> str:
        """Return by what entries of this address are found; of nobody's address, nothing is."""
        return await self._keyring.known_as(email_handle(email)) or "nobody"

    async def keyed_word(self, word: str) -> str:
        """Return how a word stands among an entry's `words` when it is of a personal field."""
        await self._keyring.ready()
        return self._keyed(word)

    def _keyed(self, word: str) -> str:
        return KEYED + self._keyring.hashed(f"word|{word}")


def _box_key(owners: Sequence[bytes | None], identity: str) -> bytes | None:
    present = [one for one in owners if one is not None]
    return entry_key(present, identity) if len(present) == len(owners) else None


def _words_of(values: Mapping[str, Any]) -> set[str]:
    """Return by which words an entry is found that has these personal fields."""
    return words(" ".join(values[name] for name in _FOUND_BY if name in values))
