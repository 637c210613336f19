"""What proves one entry of an export: its sealed text, keys to its boxes, its path in the tree.

Pure. A path is the proof of inclusion (RFC 6962 §2.1.1) at the export's checkpoint, without the
hashes at its end that are those of the path before: `kept` says how many.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from transparency import NoteRefused
from transparency.checkpoints import hash_of

from audit.exports.formats.plain import line
from audit.persons.boxes import ERASED, put, unlocked


class RecordMalformed(ValueError):  # noqa: N818 - states the fact
    """The line is no record."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line of `proofs.jsonl`. `keys` has a key for each box, or None for who is erased."""

    index: int
    text: str
    keys: Sequence[bytes | None]
    kept: int
    path: Sequence[bytes]

    @property
    def erased(self) -> tuple[int, ...]:
        """The numbers of the boxes that nobody can open any more."""
        return tuple(place for place, key in enumerate(self.keys) if key is None)

    def __bytes__(self) -> bytes:
        return line(
            {
                "index": self.index,
                "text": self.text,
                "keys": [_text(key) if key else None for key in self.keys],
                "kept": self.kept,
                "path": [_text(one) for one in self.path],
            }
        )

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Read a line; raise `RecordMalformed`. Nothing is verified by that."""
        try:
            told = json.loads(text)
            record = cls(
                index=_number(told["index"]),
                text=told["text"] + "",
                keys=[_key(one) for one in told["keys"]],
                kept=_number(told["kept"]),
                path=[hash_of(one) for one in told["path"]],
            )
            is_as_written = bytes(record) == text
        except (ValueError, KeyError, TypeError, NoteRefused, RecursionError) as error:
            raise RecordMalformed("the record can't be read") from error
        if not is_as_written:
            raise RecordMalformed("the record isn't written as records are")
        return record

    def readable(self) -> dict[str, Any]:
        """Return the entry with its index, personal fields in the clear or `[erased]`.

        Raise ValueError for a text that is none of an entry's, or keys that open nothing.
        """
        form = json.loads(self.text)
        if not isinstance(form, Mapping):
            raise RecordMalformed("The text is no entry's.")
        entry: dict[str, Any] = {**form, "index": self.index}
        boxes = entry.pop("personal", [])
        for box, key in zip(boxes, self.keys, strict=True):
            values = unlocked(box["box"], key=key) if key else dict.fromkeys(box["paths"], ERASED)
            for path, value in values.items():
                put(entry, path, value)
        return entry


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _key(told: str | None) -> bytes | None:
    if told is None:
        return None
    try:
        return base64.b64decode(told, validate=True)
    except binascii.Error as error:
        raise RecordMalformed("A key should be base64.") from error


def _number(told: Any) -> int:
    if type(told) is not int or told < 0:
        raise RecordMalformed("A number should be one.")
    return told
