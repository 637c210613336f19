"""A NATS server with users and permissions, which can be changed while it runs."""

import signal
import sysconfig
from pathlib import Path

import pytest
from devstack.ports import free_port
from devstack.probes import greets_as_nats
from devstack.processes import Process, Program

CONFIGURATION = """
listen: "127.0.0.1:{port}"
jetstream {{ store_dir: "{store}" }}
authorization {{ users: [ {users} ] }}
"""


class GuardedServer(Process):
    """Lets in only the users that it is told of."""

    def __init__(self, folder: Path):
        self._folder = folder
        self.port = free_port()
        binary = Path(sysconfig.get_path("scripts")) / "nats-server"
        super().__init__(
            Program(
                name="nats",
                command=(str(binary), "-c", str(folder / "nats.conf")),
                log=folder / "nats.log",
                probe=greets_as_nats(self.port),
                ports=(self.port,),
            )
        )

    def url(self, user, *, password="pw"):  # noqa: S107
        return f"nats://{user}:{password}@127.0.0.1:{self.port}"

    def configure(self, **users):
        """Write users as name=(password, permissions); a running server takes them over."""
        written = ", ".join(
            f'{{user: {name}, password: "{password}", permissions: {{ {permissions} }} }}'
            for name, (password, permissions) in users.items()
        )
        text = CONFIGURATION.format(port=self.port, store=self._folder / "store", users=written)
        (self._folder / "nats.conf").write_text(text)
        if self.is_running:
            self._signal(signal.SIGHUP)


@pytest.fixture
def guarded(tmp_path):
    """Give a server that was not started, for `configure` comes first."""
    server = GuardedServer(tmp_path)
    yield server
    server.stop()
