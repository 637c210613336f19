"""An export on paper: entries, their log and the file, without a service."""

import asyncio
import io
import os
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from audit.exports.files import Files
from audit.exports.formats import FORMATS
from audit.exports.manifest import MANIFEST, PROOFS, Manifest
from audit.exports.paths import Paths
from audit.exports.writer import _part
from audit.persons.boxes import locked
from audit.proofs.prover import Head
from audit.sealing.leaf import sealed_text
from obstore.store import MemoryStore
from transparency import Checkpoint, Signer, Tree, leaf_hash
from transparency.tiles import HEIGHT

SIGNER = Signer.generate("tests.example/audit")
BEGAN = datetime(2026, 11, 23, 10, tzinfo=UTC)
IN_LOG = 300


@dataclass
class Paper:
    """An export's members by name, to be tampered with."""

    form: str
    members: dict[str, bytes]

    @property
    def file(self) -> str:
        """The name of the file that people read."""
        return FORMATS[self.form].file

    def rows(self, name: str) -> list[bytes]:
        """Return a member's rows; every row of a table here is one line."""
        return self.members[name].splitlines(keepends=True)

    def changed(self, **members: bytes) -> "Paper":
        """Return it with other members."""
        return Paper(self.form, self.members | members)

    def saved(self, path: Path) -> Path:
        """Write the archive."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.members.items():
                archive.writestr(name, data)
        return path


class PaperProver:
    """Knows a log whose tree is in memory."""

    def __init__(self, leaves: list[bytes]) -> None:
        tree = Tree()
        for leaf in leaves:
            tree.append(leaf)
        self._tiles = dict(tree.filled())
        self._tiles |= {
            (level, tree.size >> (HEIGHT * (level + 1))): data
            for level, data in enumerate(tree.edge)
        }
        self.checkpoint = Checkpoint(SIGNER.verifier.name, tree.size, tree.root()).signed(SIGNER)

    async def head(self, name: str) -> Head:
        return Head(name, SIGNER.verifier.name, IN_LOG, "", None, [])

    async def tiles(self, _head: Head, tiles: object) -> Mapping[tuple[int, int], bytes]:
        assert set(tiles) <= self._tiles.keys()
        return self._tiles


def entry(number: int) -> dict:
    """Return a stored entry; of every fifth the actor is erased, see `keys`."""
    at = BEGAN + timedelta(seconds=number)
    told = {"actorEmail": f"ann{number}@acme.example", "actorName": "=Ann", "actorIp": "192.0.2.7"}
    return {
        "_id": f"0199f3a0-0000-7000-8000-{number:012x}",
        "at": at,
        "receivedAt": at,
        "sequence": number + 1,
        "actorType": "user",
        "actorId": f"{number}",
        "action": ["invoice.paid", "user.signed_in", "tenant.created"][number % 3],
        "outcome": ["success", "failure", "denied"][number % 3],
        "resourceType": "invoice",
        "resourceId": f"{number}",
        "resourceName": "+Rechnung, Nr. 7",
        "tenantSlug": "acme" if number % 2 else "",
        "partnerSlug": "",
        "source": "billing",
        "externalId": "",
        "traceId": "",
        "metadata": {"number": number, "text": 'ü "x" \u2028'},
        "personal": [{"keys": ["k"], "paths": list(told), "box": locked(told, key=b"k" * 32)}],
    }


@cache
def _log() -> tuple[list[dict], PaperProver]:
    rows = [entry(number) for number in range(IN_LOG)]
    return rows, PaperProver([leaf_hash(sealed_text(row)) for row in rows])


@cache
def _export(form: str, count: int, step: int) -> Paper:
    rows, prover = _log()
    picked = [(index, rows[index]) for index in range(3, IN_LOG, step)][:count]
    keys = [[None if index % 5 == 0 else b"k" * 32] for index, _ in picked]
    return asyncio.run(_written(form, picked, keys, prover))


async def _written(form: str, picked: list, keys: list, prover: PaperProver) -> Paper:
    # In two parts: paths begin anew in each.
    halves = [(picked[:20], keys[:20]), (picked[20:], keys[20:])]
    parts = [
        _part(form, some, opening, await Paths(prover, IN_LOG).of([index for index, _ in some]))
        for some, opening in halves
    ]
    kind = FORMATS[form]
    store = MemoryStore()

    def conclude(hashes: Mapping[str, str]) -> tuple[str, bytes]:
        told = Manifest(
            id="0199f3a0-0000-7000-8000-00000000000a",
            format=form,
            filter={},
            scope="all",
            created_at=BEGAN.isoformat(),
            entries=len(picked),
            checkpoint=prover.checkpoint,
            files=hashes,
            places=b"".join(part["places"] for part in parts),
        )
        return MANIFEST, told.signed(SIGNER)

    members = {
        kind.file: [kind.header, *(part["entries"] for part in parts)],
        PROOFS: [part[PROOFS] for part in parts],
    }
    await Files(lambda: store).archive("x.zip", members, conclude)
    data = await Files(lambda: store).read("x.zip")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return Paper(form, {name: archive.read(name) for name in archive.namelist()})


@pytest.fixture
def paper() -> Callable[..., Paper]:
    """Give what makes an export of some of the 300 entries in a log."""

    def paper(form: str = "jsonl", *, count: int = 40, step: int = 3) -> Paper:
        return _export(form, count, step).changed()

    return paper


@pytest.fixture
def signer() -> Signer:
    """Give the log's key."""
    return SIGNER


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Give a path for archives."""
    return tmp_path / f"{os.getpid()}.zip"
