"""The embedded database: a server that speaks MongoDB's wire protocol, in its own process."""

import sysconfig
from pathlib import Path

from devstack.ports import free_port
from devstack.probes import listens
from devstack.processes import Process, ProcessFailed, Program

OPLOG_ENTRIES = 1_000


class Database(Process):
    """One server on the loopback interface; a restart keeps its port and its store."""

    def __init__(self, store: Path, *, port: int | None = None, log: Path | None = None) -> None:
        self.port = port or free_port()
        # It calls itself a replica set of one: a driver that trusts that would look for others.
        self.url = f"mongodb://127.0.0.1:{self.port}/?directConnection=true"
        self._store = store.resolve()
        super().__init__(
            Program(
                name="database",
                command=_command(self._store, port=self.port),
                log=log or self._store.with_name(f"{self._store.name}.log"),
                probe=listens(self.port),
                ports=(self.port,),
            )
        )

    def spawn(self) -> None:
        """Start, unless the platform has no binary."""
        if not Path(self.program.command[0]).exists():
            raise ProcessFailed("no embedded database on this platform: set MONGO_URL to a MongoDB")
        self._store.mkdir(parents=True, exist_ok=True)
        super().spawn()


def _command(store: Path, *, port: int) -> tuple[str, ...]:
    return (
        str(Path(sysconfig.get_path("scripts")) / "secantusd-rs"),
        *("--host", "127.0.0.1", "--port", str(port), "--storage-path", str(store)),
        # With less cache one index build stalls writers for most of a minute.
        *("--cache-size", "1G"),
        # A small log makes a restart after a kill fast.
        *("--log-file-max", "64MB"),
        # Without it a kill loses acknowledged writes, whatever the client asks for.
        "--sync-on-commit",
        # Nobody follows its oplog (ADR 0005). As it is by default, each write waits for the disk
        # twice once that log is full, and a full one is as large as 100,000 documents.
        *("--oplog-nonlogged", "--oplog-max-entries", str(OPLOG_ENTRIES)),
    )
