"""Writes an export part by part; what a part is made of is forgotten before the next."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from chassis import Clock, now
from transparency import Signer

from audit.exports.documents import ExportDocument
from audit.exports.files import Files
from audit.exports.formats import FORMATS
from audit.exports.limits import Limits
from audit.exports.manifest import MANIFEST, PROOFS, Manifest
from audit.exports.paths import Path, Paths
from audit.exports.places import Place, written
from audit.exports.records import Record
from audit.exports.walk import Picked, Stretch, Walk
from audit.persons.veil import Veil
from audit.proofs.prover import Prover
from audit.sealing.leaf import sealed_text
from audit.trees.forest import WHOLE

# What a part is made of, beside its proofs.
_ENTRIES, _PLACES = "entries", "places"


class Writer:
    """Changes an export as it goes on; to save that is the caller's."""

    def __init__(
        self,
        walk: Walk,
        veil: Veil,
        prover: Prover,
        signer: Signer,
        files: Files,
        *,
        limits: Limits,
        kept: timedelta,
        clock: Clock = now,
    ) -> None:
        """Files are `kept` for so long."""
        self._walk = walk
        self._veil = veil
        self._prover = prover
        self._signer = signer
        self._files = files
        self._limits = limits
        self._kept = kept
        self._clock = clock

    async def advance(self, export: ExportDocument, *, epoch: int) -> None:
        """Write the next part, and with the last one the file.

        `epoch` is the caller's lease: what a former holder still writes has other names.
        """
        export.state, export.failures = "running", 0
        if export.looked_at < export.log_size:
            stretch = await self._walk.next(export)
            await self._write(export, stretch, name=f"{len(export.parts):06d}-{epoch}")
            export.seal, export.looked_at = stretch.seal, stretch.looked_at
            if stretch.is_last:
                export.looked_at = int(export.log_size)
        else:
            await self._finish(export, epoch=epoch)
        if export.entries > self._limits.entries:
            self.fail(export, f"More than {self._limits.entries} entries match: narrow the filter.")

    def fail(self, export: ExportDocument, reason: str) -> None:
        """Give an export up."""
        export.state, export.reason = "failed", reason
        export.finished_at = self._clock()
        export.expires_at = export.finished_at + self._kept

    async def _write(self, export: ExportDocument, stretch: Stretch, *, name: str) -> None:
        if not stretch.picked:
            return
        keys = await self._veil.keys_of([row for _, row in stretch.picked])
        paths = Paths(self._prover, int(export.log_size))
        proven = await paths.of([index for index, _ in stretch.picked])
        part = await asyncio.to_thread(_part, export.format, stretch.picked, keys, proven)
        for kind, data in part.items():
            await self._files.put(f"{export.id}/{name}/{kind}", data)
        export.parts.append(name)
        export.entries += len(stretch.picked)

    async def _finish(self, export: ExportDocument, *, epoch: int) -> None:
        form = FORMATS[export.format]
        members: dict[str, Sequence[str | bytes]] = {
            form.file: [form.header, *self._of(export, _ENTRIES)],
            PROOFS: self._of(export, PROOFS),
        }
        path = f"{export.id}/{epoch}.zip"
        checkpoint = await self._checkpoint(int(export.log_size))
        places = [await self._files.read(one) for one in self._of(export, _PLACES)]
        conclude = partial(self._manifest, export, checkpoint, b"".join(places))
        export.bytes = await self._files.archive(path, members, conclude)
        export.path, export.state = path, "done"
        export.finished_at = self._clock()
        export.expires_at = export.finished_at + self._kept

    def _of(self, export: ExportDocument, kind: str) -> list[str]:
        return [f"{export.id}/{part}/{kind}" for part in export.parts]

    async def _checkpoint(self, size: int) -> str:
        """Sign with today's key, as the manifest is: one key checks a file."""
        head = await self._prover.head(WHOLE)
        return self._prover.sign(head, size=size, root=await self._prover.root(head, size))

    def _manifest(
        self, export: ExportDocument, checkpoint: str, places: bytes, hashes: Mapping[str, str]
    ) -> tuple[str, bytes]:
        of = [("tenant", export.tenant_slug), ("partner", export.partner_slug)]
        told = Manifest(
            id=export.id,
            format=export.format,
            filter=export.filter.dump(),
            scope=next((f"{kind}/{slug}" for kind, slug in of if slug), "all"),
            created_at=export.created_at.isoformat(),
            entries=int(export.entries),
            checkpoint=checkpoint,
            files=hashes,
            places=places,
        )
        return MANIFEST, told.signed(self._signer)


def _part(
    form: str,
    picked: Sequence[Picked],
    keys: Sequence[Sequence[bytes | None]],
    proven: Sequence[Path],
) -> Mapping[str, bytes]:
    """Return the files of one part: pure."""
    records = [
        Record(index, sealed_text(row).decode(), opening, kept, hashes)
        for (index, row), opening, (kept, hashes) in zip(picked, keys, proven, strict=True)
    ]
    row_of = FORMATS[form].row
    return {
        _ENTRIES: b"".join(row_of(record.readable()) for record in records),
        PROOFS: b"".join(map(bytes, records)),
        _PLACES: written(Place(record.index, record.erased) for record in records),
    }
