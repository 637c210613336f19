"""One pass over an export's rows and proofs, beside the signed list of its entries.

Text and keys of a proof give the row that must stand in the file: what was changed, removed,
inserted or moved shows at its place.
"""

from collections.abc import Iterator

from transparency import Checkpoint, Unproven, leaf_hash, verify_inclusion

from audit.exports.formats import Format
from audit.exports.manifest import PROOFS, Manifest
from audit.exports.places import Place
from audit.exports.reading import Archive, Damaged
from audit.exports.records import Record, RecordMalformed
from audit.persons.boxes import BoxBroken


class Tampered(Exception):  # noqa: N818 - states the fact
    """It isn't what was signed; the text names the first entry that shows it."""


class Check:
    """One pass over rows and proofs beside the signed list."""

    def __init__(self, archive: Archive, form: Format, manifest: Manifest, log: Checkpoint) -> None:
        self._form = form
        self._manifest = manifest
        self._log = log
        self._rows = archive.open(form.file, is_quoted=form.is_quoted)
        self._proofs = archive.open(PROOFS)
        self._path: list[bytes] = []
        self._number = 0

    def run(self) -> None:
        """Raise `Tampered`, or return when all is as it was signed."""
        if self._form.header and self._rows.row() != self._form.header:
            raise Tampered("The first line, which names the columns, was changed.")
        places = self._manifest.held()
        for place in places:
            self._number += 1
            try:
                record = self._record(place, places)
                self._compare(record, places)
            except Damaged as damaged:
                raise self._found("can't be read", place.index, f"damaged: {damaged}") from damaged
        self._number += 1
        for member in (self._rows, self._proofs):
            if more := member.row():
                raise self._found("was inserted", None, _shown(more))
        for name, member in ((self._form.file, self._rows), (PROOFS, self._proofs)):
            if member.sha256 != self._manifest.files[name]:  # pragma: no cover - all was compared
                raise Tampered(f"{name} was changed.")

    def _record(self, place: Place, rest: Iterator[Place]) -> Record:
        """Return the proof of the entry that comes next, verified."""
        line = self._proofs.row()
        if not line:
            raise self._found("was removed", place.index, "its proof is missing")
        try:
            record = Record.read(line)
        except RecordMalformed as error:
            raise self._found("was changed", place.index, str(error)) from error
        if record.index != place.index:
            raise self._misplaced(place, record, rest)
        if record.erased != place.erased:
            raise self._found("was changed", place.index, "other fields are erased than were")
        # One that keeps more than there is gets a path that is too short.
        path = [*record.path, *self._path[max(0, len(self._path) - record.kept) :]]
        try:
            verify_inclusion(
                leaf_hash(record.text.encode()),
                index=record.index,
                size=self._log.size,
                proof=path,
                root=self._log.root,
            )
        except Unproven as unproven:
            raise self._found("was changed", place.index, str(unproven)) from unproven
        self._path = path
        return record

    def _misplaced(self, place: Place, record: Record, rest: Iterator[Place]) -> Tampered:
        comes_later = any(b'"index":%d,' % place.index in line for line in self._proofs.rest())
        is_listed = record.index < place.index or any(one.index == record.index for one in rest)
        if comes_later and is_listed and record.index > place.index:
            said = f"entry {record.index} stands in its place"
            return self._found("was moved", place.index, said)
        if comes_later:
            return self._found("was inserted", record.index, f"entry {place.index} comes next")
        return self._found("was removed", place.index, "its proof is missing")

    def _compare(self, record: Record, rest: Iterator[Place]) -> None:
        """Compare the row that the text and its keys give with that of the file."""
        expected, found = self._row(record), self._rows.row()
        if expected == found:
            return
        comes_later = expected in self._rows.rest()
        belongs_later = bool(found) and self._is_expected(found, rest)
        if comes_later and belongs_later:
            raise self._found("was moved", record.index, f"another stands there: {_shown(found)}")
        if comes_later:
            raise self._found("was inserted", None, _shown(found))
        if belongs_later or not found:
            raise self._found("was removed", record.index, "its row is missing")
        raise self._found("was changed", record.index, f"the row is {_shown(found)}")

    def _row(self, record: Record) -> bytes:
        try:
            return self._form.row(record.readable())
        except (BoxBroken, ValueError) as error:
            raise self._found("was changed", record.index, "its keys don't open it") from error

    def _is_expected(self, row: bytes, rest: Iterator[Place]) -> bool:
        """Say whether a row is that of an entry further on."""
        for place in rest:
            try:
                if self._row(self._record(place, rest)) == row:
                    return True
            except Tampered:
                return False
        return False

    def _found(self, what: str, index: int | None, detail: str) -> Tampered:
        where = "" if index is None else f" (index {index} of the log)"
        return Tampered(f"Entry {self._number} of the export{where} {what}: {detail}.")


def _shown(row: bytes) -> str:
    return repr(row[:200].decode(errors="replace"))
