"""What a file would change, and whether everything could be evaluated then."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from contracts.flag.v1 import FileDifference, Flag, Segment
from contracts.platform.v1 import FieldError
from flags import FlagSet
from flags.refusals import FlagRefused
from flags.segments import compiled_segment
from pydantic_core import to_json

from flag.checking import check
from flag.files.parsing import FlagFile
from flag.files.rules import malformed
from flag.history import between
from flag.rules import FlagMalformed

# Of what the bus carries in one message.
_LARGEST_ANSWER = 700 * 1024


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs, in an order in which it can be made, and which version each is of."""

    items: Sequence[FileDifference]
    versions: Sequence[int]

    @property
    def digest(self) -> str:
        """Name exactly these changes of exactly these versions."""
        told = [
            one.dump() | {"version": version}
            for one, version in zip(self.items, self.versions, strict=True)
        ]
        return hashlib.sha256(to_json(told)).hexdigest()[:32]

    def split(self, *, most: int) -> tuple["Comparison", "Comparison"]:
        """Return the first ones, as many as an answer carries and `most` at most, and the rest."""
        count, room = 0, _LARGEST_ANSWER
        for item in self.items[:most]:
            room -= len(item.dump_json())
            if count and room < 0:
                break
            count += 1
        return (
            Comparison(self.items[:count], self.versions[:count]),
            Comparison(self.items[count:], self.versions[count:]),
        )


def compare(
    file: FlagFile, flags: Mapping[str, Flag], segments: Mapping[str, Segment]
) -> Comparison:
    """Compare what the file names with what there is."""
    _check(file, flags, segments)
    found = [
        *(_difference("segment", one.key, segments.get(one.key), one) for one in file.segments),
        *(
            _difference("flag", one.key, flags.get(one.key), one)
            for one in _prerequisites_first(file.flags)
        ),
    ]
    items = [one for one in found if one is not None]
    held: Mapping[str, Mapping[str, Flag | Segment]] = {"flag": flags, "segment": segments}
    there = [held[item.kind].get(item.key) for item in items]
    return Comparison(items, [one.version if one is not None else 0 for one in there])


def _difference(
    kind: str, key: str, before: Flag | Segment | None, after: Flag | Segment
) -> FileDifference | None:
    changes = between(before, after)
    if before is not None and not changes:
        return None
    action = "update" if before is not None else "create"
    return FileDifference(kind=kind, key=key, action=action, changes=changes)


def _check(file: FlagFile, flags: Mapping[str, Flag], segments: Mapping[str, Segment]) -> None:
    """Put everything together as it would be, and ask of each flag whether it can stand there."""
    errors: list[FieldError] = []
    together = FlagSet()
    for segment in segments.values():
        together.put_segment(segment)
    for index, segment in enumerate(file.segments):
        try:
            compiled_segment(segment)
            together.put_segment(segment)
        except FlagRefused as refused:
            errors += _at(f"segments.{index}", refused.refusals)
    named = {flag.key for flag in file.flags}
    for flag in [one for one in flags.values() if one.key not in named] + file.flags:
        try:
            together.put(flag)
        except FlagRefused:
            continue  # told below, when it is the file's
    for index, flag in enumerate(file.flags):
        place = f"flags.{index}"
        held = flags.get(flag.key)
        if held is not None and held.kind != flag.kind:
            errors.append(FieldError(field=f"{place}.kind", message=f"is {held.kind} for ever"))
        try:
            check(flag, together)
        except FlagMalformed as refused:
            errors += _at(place, [(one.field, one.message) for one in refused.errors])
    if errors:
        raise malformed(errors)


def _prerequisites_first(flags: Sequence[Flag]) -> Iterator[Flag]:
    named = {flag.key: flag for flag in flags}
    seen: set[str] = set()

    def walk(flag: Flag) -> Iterator[Flag]:
        if flag.key in seen:
            return
        seen.add(flag.key)
        for needed in flag.prerequisites:
            if needed.key in named:
                yield from walk(named[needed.key])
        yield flag

    for flag in flags:
        yield from walk(flag)


def _at(place: str, refusals: Sequence[tuple[str, str]]) -> list[FieldError]:
    return [FieldError(field=f"{place}.{field}", message=message) for field, message in refusals]
