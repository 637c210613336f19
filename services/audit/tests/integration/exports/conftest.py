"""Exports of a timeline, written into a folder of the test."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from audit.exports.exporter import Exporter
from audit.exports.files import Files
from audit.exports.limits import Limits
from audit.exports.store import ExportStore
from audit.exports.tickets import Tickets
from audit.exports.walk import Walk
from audit.exports.writer import Writer
from audit.proofs.prover import Prover
from audit.query.lookup import Lookup
from audit.retention.archive import Archive
from audit.retention.reading import ArchivedEntries
from audit.retention.store import RetentionStore
from audit.sealing.store import SealStore, StoredLease
from audit.store import EntryStore
from audit.trees.store import TreeStore
from audit.vocabulary.store import Vocabulary
from bus import Client
from chassis import now
from chassis.ending import end
from chassis.files import files_at
from chassis.lease import Lease
from contracts.audit.v1 import (
    CreateExportRequest,
    Export,
    ExportServiceClient,
    GetExportRequest,
    OpenExportRequest,
    OpenExportResponse,
)
from devstack.waiting import eventually
from transparency import Signer


@dataclass
class Exports:
    """Asks for exports, and lets instances write them."""

    timeline: Any
    signer: Signer
    folder: Path
    archive: Archive

    @property
    def rpcs(self) -> ExportServiceClient:
        """The rpcs about exports."""
        return ExportServiceClient(Client(self.timeline.connection))

    async def ask(self, form: str = "jsonl", **asked: Any) -> Export:
        """Ask for one."""
        request = CreateExportRequest.parse({"format": form, "filter": asked})
        return (await self.rpcs.create_export(request)).export

    @property
    def store(self) -> ExportStore:
        """The stored jobs."""
        return ExportStore(self.timeline.chassis.outbox)

    async def send(self, **body: Any) -> Any:
        """Ask as somebody would whose client checks nothing."""
        rpc = "rpc.audit.v1.create_export"
        return await self.timeline.send(rpc, {"format": "jsonl"} | body)

    @staticmethod
    def ticket(link: str) -> str:
        """Return a link's ticket."""
        return link.partition("ticket=")[2]

    async def open(self, identity: str, link: str) -> OpenExportResponse:
        """Follow a link, as the gateway does."""
        asked = OpenExportRequest(id=identity, ticket=self.ticket(link))
        return await self.rpcs.open_export(asked)

    def tickets(self, *, later: timedelta) -> Tickets:
        """Return what checks links, at a later time."""
        return Tickets(self.signer, clock=lambda: now() + later)

    async def read(self, export: Export) -> Export:
        """Read one anew."""
        return (await self.rpcs.get_export(GetExportRequest(id=export.id))).export

    def walk(self) -> Walk:
        """Make what reads the log, and the archive, for exports."""
        veil, vocabulary = self.timeline.veil, Vocabulary()
        kept = RetentionStore(self.timeline.chassis.outbox)
        return Walk(
            SealStore(),
            EntryStore(veil, vocabulary),
            Lookup(veil, vocabulary),
            ArchivedEntries(kept, self.archive, veil),
        )

    def exporter(self, holder: str = "tests", **changed: Any) -> Exporter:
        """Make an instance that writes exports."""
        prover = Prover(TreeStore(), self.signer)
        files = Files(partial(files_at, self.folder.as_uri()))
        writer = Writer(
            self.walk(),
            self.timeline.veil,
            prover,
            self.signer,
            files,
            limits=Limits(waiting=3, entries=changed.pop("most", 5_000)),
            kept=changed.pop("kept", timedelta(hours=1)),
        )
        lease = Lease(StoredLease("exporter"), name="exporter", holder=holder, seconds=0.4)
        return Exporter(self.store, writer, files, lease=lease, asked=asyncio.Event(), **changed)

    async def ended(self, *exports: Export, **changed: Any) -> list[Export]:
        """Let one instance work until these have ended; return them."""
        work = asyncio.create_task(self.exporter(**changed).run())

        async def read() -> list[Export]:
            assert not work.done(), work.exception()
            return [await self.read(one) for one in exports]

        try:
            return await eventually(
                read,
                until=lambda seen: not any(one.state in {"queued", "running"} for one in seen),
                timeout_seconds=60,
            )
        finally:
            await end([work])

    def path(self, export: Export) -> Path:
        """Return the file of an export that is done: of the last who had its lease.

        Who was cut down while finishing may have left one, until the export expires.
        """
        return max((self.folder / export.id).glob("*.zip"), key=lambda path: int(path.stem))


@pytest.fixture
def exports(timeline: Any, signer: Signer, archive: Archive, tmp_path: Path) -> Exports:
    """Give exports."""
    return Exports(timeline, signer, tmp_path / "exports", archive)


Tell = Callable[..., Awaitable[None]]


@pytest.fixture
def tell(timeline: Any) -> Tell:
    """Give what records entries, by turns of two tenants and nobody, and seals them."""

    async def tell(count: int, **body: Any) -> None:
        deliveries = [
            timeline.delivery(
                f"audit.billing.{('acme', 'globex', '_')[number % 3]}.invoice.paid",
                {
                    "actorEmail": f"ann{number % 5}@acme.example",
                    "resourceName": f"=Invoice {number}",
                    "metadata": {"number": number, "note": 'a "quoted"\nline, ü'},
                    **body,
                },
            )
            for number in range(count)
        ]
        assert not any(await timeline.record(*deliveries))
        await timeline.sealed()

    return tell
