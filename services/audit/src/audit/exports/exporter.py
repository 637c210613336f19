"""Works on exports, one instance at a time: each gets a part written in turn."""

import asyncio
from contextlib import suppress

import structlog
from chassis import Clock, now
from chassis.faults import database_deadline
from chassis.lease import Lease, LeaseLost
from chassis.outbox import ChangedMeanwhile
from contracts.faults import Fault
from obstore.exceptions import BaseError

from audit.exports.documents import ExportDocument
from audit.exports.files import Files
from audit.exports.store import ExportStore
from audit.exports.writer import Writer
from audit.retention.archive import ArchiveUnavailable

log = structlog.get_logger()
_LOOK_SECONDS = 1.0
_RETRY_SECONDS = 1.0
_MOST_FAILURES = 5


class Exporter:
    """Takes jobs up where whoever had them before left them."""

    def __init__(
        self,
        store: ExportStore,
        writer: Writer,
        files: Files,
        *,
        lease: Lease,
        asked: asyncio.Event,
        clock: Clock = now,
    ) -> None:
        """`asked` is set when this instance has taken a job."""
        self._store = store
        self._writer = writer
        self._files = files
        self._lease = lease
        self._asked = asked
        self._clock = clock
        self._turns: dict[str, int] = {}

    async def run(self) -> None:
        """Work whenever it is this instance's turn."""
        while True:
            try:
                epoch = await self._lease.acquire()
                await self._lease.hold(epoch, self._work(epoch))
            except LeaseLost:
                log.warning("exporter_replaced")
            except Fault as fault:
                log.warning("exporter_waits", reason=fault.reason)
            await asyncio.sleep(_RETRY_SECONDS)

    async def _work(self, epoch: int) -> None:
        while True:
            self._asked.clear()
            with database_deadline():
                waiting = await self._store.waiting_of_all()
            if waiting:
                await self.advance(min(waiting, key=self._turn), epoch=epoch)
                continue
            self._turns.clear()
            await self._clean_up()
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._asked.wait()

    def _turn(self, export: ExportDocument) -> tuple[int, str]:
        return self._turns.get(export.id, 0), export.id

    async def advance(self, export: ExportDocument, *, epoch: int) -> None:
        """Bring one export a part further; what fails again and again is given up."""
        self._turns[export.id] = self._turns.get(export.id, 0) + 1
        failures = export.failures
        try:
            await self._writer.advance(export, epoch=epoch)
        except (BaseError, OSError, ArchiveUnavailable) as error:
            log.warning("export_not_written", export=export.id, reason=type(error).__name__)
            await asyncio.sleep(_RETRY_SECONDS)
            export.failures = failures + 1
            if export.failures >= _MOST_FAILURES:
                is_archive = isinstance(error, ArchiveUnavailable)
                said = f"The archive: {error}" if is_archive else "Its files can't be written."
                self._writer.fail(export, said)
        except Fault:
            # The database is away: everything waits for it.
            raise
        except Exception:
            log.exception("export_failed", export=export.id)
            self._writer.fail(export, "An internal error, which the log of the service tells of.")
        with suppress(ChangedMeanwhile), database_deadline():
            await self._store.save(export)
            if export.state in {"done", "failed"}:
                log.info("export_ended", export=export.id, state=export.state)
                await self._remove_parts(export)

    async def _clean_up(self) -> None:
        """Remove files that are no longer kept."""
        with database_deadline():
            done = await self._store.done_of_all()
        for export in done:
            if export.expires_at is not None and export.expires_at <= self._clock():
                export.path, export.state = "", "expired"
                with suppress(ChangedMeanwhile), database_deadline():
                    await self._store.save(export)
                await self._remove_parts(export)

    async def _remove_parts(self, export: ExportDocument) -> None:
        try:
            await self._files.keep_only(export.id, export.path)
        except (BaseError, OSError) as error:
            log.warning("files_left", export=export.id, reason=type(error).__name__)
