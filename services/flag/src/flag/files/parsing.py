"""From a file's text to the flags and segments that it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.flag.v1 import CreateFlagRequest, CreateSegmentRequest, Flag, Scope, Segment
from contracts.message import Message
from contracts.platform.v1 import FieldError
from pydantic import ValidationError

from flag import making
from flag.files import yaml_text
from flag.files.rules import MOST_ERRORS, malformed

FORMAT = 1
_SECTIONS = {"format", "segments", "flags"}


@dataclass(frozen=True, slots=True)
class FlagFile:
    """What a file names, in its order."""

    segments: list[Segment]
    flags: list[Flag]


def parse(text: str, *, now: datetime) -> FlagFile:
    """Read a file, or refuse it with everything that is wrong with it, by its place."""
    read = yaml_text.read(text)
    if not isinstance(read, dict):
        raise malformed([FieldError(field="yaml", message="must be a mapping")])
    errors = [
        FieldError(field=str(name), message=f"is none of {', '.join(sorted(_SECTIONS))}")
        for name in read.keys() - _SECTIONS
    ]
    if read.get("format") != FORMAT:
        errors.append(FieldError(field="format", message=f"must be {FORMAT}"))
    segments = _items(read, "segments", CreateSegmentRequest, errors)
    flags = _items(read, "flags", CreateFlagRequest, errors)
    if errors:
        raise malformed(errors)
    return FlagFile(
        [
            Segment(
                key=one.key,
                description=one.description,
                scope=one.scope or Scope(),
                rules=one.rules,
                created_at=now,
                updated_at=now,
            )
            for one in segments
        ],
        [making.flag_of(one, now=now) for one in flags],
    )


def _items(
    read: Mapping[str, Any], section: str, kind: type[Any], errors: list[FieldError]
) -> list[Any]:
    given = read.get(section)
    if given is None:
        return []
    if not isinstance(given, list):
        errors.append(FieldError(field=section, message="must be a list"))
        return []
    found: list[Message] = []
    keys: set[str] = set()
    for index, item in enumerate(given):
        if len(errors) >= MOST_ERRORS:
            break
        place = f"{section}.{index}"
        if not isinstance(item, dict) or "note" in item:
            errors.append(FieldError(field=place, message="must be a mapping without a note"))
            continue
        try:
            one = kind.parse(item)
        except ValidationError as refused:
            errors += _at(place, refused)
            continue
        if one.key in keys:
            errors.append(FieldError(field=f"{place}.key", message=f"{one.key} stands twice"))
        keys.add(one.key)
        found.append(one)
    return found


def _at(place: str, refused: ValidationError) -> list[FieldError]:
    return [
        FieldError(field=".".join(map(str, (place, *one["loc"]))), message=one["msg"])
        for one in refused.errors(include_url=False, include_context=False, include_input=False)
    ]
