"""An embedded NATS server with JetStream, which loses nothing that it has acknowledged."""

import sysconfig
from pathlib import Path

from devstack.ports import free_port
from devstack.probes import greets_as_nats
from devstack.processes import Process, Program

_CONFIGURATION = """\
server_name: dezky
listen: "127.0.0.1:{port}"
max_payload: 1MB
jetstream {{
  store_dir: "{store}"
  sync_interval: {sync_interval}
}}
"""


class NatsServer(Process):
    """One server on the loopback interface; a restart keeps its port and its store."""

    def __init__(
        self,
        store: Path,
        *,
        port: int | None = None,
        sync_always: bool = True,
        log: Path | None = None,
    ) -> None:
        self.port = port or free_port()
        self.url = f"nats://127.0.0.1:{self.port}"
        self._store = store.resolve()
        self._configuration = self._store / "nats.conf"
        self._sync_interval = "always" if sync_always else "2m"
        super().__init__(
            Program(
                name="nats",
                command=(_binary(), "-c", str(self._configuration)),
                log=log or self._store / "nats.log",
                probe=greets_as_nats(self.port),
                ports=(self.port,),
            )
        )

    def spawn(self) -> None:
        """Write the configuration, then start."""
        self._store.mkdir(parents=True, exist_ok=True)
        self._configuration.write_text(
            _CONFIGURATION.format(
                port=self.port, store=self._store, sync_interval=self._sync_interval
            ),
            encoding="utf-8",
        )
        super().spawn()


def _binary() -> str:
    return str(Path(sysconfig.get_path("scripts")) / "nats-server")
