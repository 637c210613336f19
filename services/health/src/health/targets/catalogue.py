"""All targets of the file and of the API as one set, kept up to date."""

from collections.abc import Callable, Mapping
from pathlib import Path

import structlog
from contracts.health.v1 import Target

from health.targets.file import FileMalformed, read
from health.targets.rules import Definition, Definitions, with_addresses
from health.targets.store import TargetStore

log = structlog.get_logger()


class Catalogue:
    """What is wrong in the file is told, and its last good state counts meanwhile."""

    def __init__(
        self,
        store: TargetStore,
        *,
        path: Path | None,
        addresses: Mapping[str, str],
        changed: Callable[[Definitions], None],
    ) -> None:
        self.file_error = ""
        self._store = store
        self._path = path
        self._addresses = addresses
        self._changed = changed
        self._file: list[Definition] = []
        self._stamp: tuple[int, int] | None = None
        self._fingerprint: tuple[int, int] | None = None
        self.targets: Definitions = {}

    async def refresh(self) -> None:
        """Look whether anything has changed, and take it in."""
        stamp, fingerprint = self._look(), await self._store.fingerprint_of_all()
        if stamp == self._stamp and fingerprint == self._fingerprint:
            return
        if stamp != self._stamp:
            self._read_file()
        added = [definition_of(one) for one in await self._store.all_kept()]
        self._stamp, self._fingerprint = stamp, fingerprint
        # The file wins: it is what the installation is made of.
        self.targets = {one.id: one for one in (*added, *self._file)}
        self._changed(self.targets)

    def _look(self) -> tuple[int, int] | None:
        try:
            seen = self._path.stat() if self._path else None
        except OSError:
            return (0, 0)
        return (seen.st_mtime_ns, seen.st_size) if seen else None

    def _read_file(self) -> None:
        if self._path is None:
            return
        try:
            self._file = with_addresses(read(self._path), self._addresses)
        except FileMalformed as error:
            self.file_error = f"{self._path.name}, {error}"
            log.warning("targets_file_malformed", path=str(self._path), problem=str(error))
        else:
            self.file_error = ""
            log.info("targets_read", path=str(self._path), count=len(self._file))


def definition_of(target: Target) -> Definition:
    """Return how a stored target is probed."""
    return Definition(
        id=target.id,
        name=target.name,
        kind=target.kind,
        group=target.group,
        address=target.address,
        interval_seconds=target.interval_seconds,
        timeout_ms=target.timeout_ms,
        warn_ms=target.warn_ms,
        conditions=tuple(target.conditions),
        depends_on=tuple(target.depends_on),
        planned=target.planned,
        integration=target.integration,
        source="api",
        version=target.version,
    )
