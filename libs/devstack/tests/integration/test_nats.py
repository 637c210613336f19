"""The embedded NATS server."""

import json
import socket

import pytest
from devstack.nats import NatsServer
from devstack.processes import ProcessFailed


def _exchange(server: NatsServer, *commands: str) -> list[str]:
    """Send protocol lines, then read until the server has answered PONG."""
    with socket.create_connection(("127.0.0.1", server.port), 5) as connection:
        lines = connection.makefile("rb")
        lines.readline()
        sent = "\r\n".join(['CONNECT {"verbose":false}', *commands, "PING", ""])
        connection.sendall(sent.encode())
        answers = []
        while (line := lines.readline()) != b"PONG\r\n":
            answers.append(line.decode().strip())
        while len(answers) < 2 * sum(command.startswith("SUB") for command in commands):
            answers.append(lines.readline().decode().strip())
        return answers


def _ask(server: NatsServer, subject: str, body: str = "") -> dict:
    answers = _exchange(server, "SUB _INBOX.x 1", f"PUB {subject} _INBOX.x {len(body)}\r\n{body}")
    return json.loads(answers[1])


class TestNatsServer:
    def test_has_jetstream(self, nats_server):
        """A started server answers JetStream's API at once."""
        assert "error" not in _ask(nats_server, "$JS.API.INFO")

    def test_keeps_acknowledged_messages_after_a_kill(self, nats_server):
        """A kill and a restart on the same store lose no acknowledged message."""
        _ask(nats_server, "$JS.API.STREAM.CREATE.S", json.dumps({"name": "S", "subjects": ["s"]}))
        assert _ask(nats_server, "s", "hello")["seq"] == 1
        nats_server.kill()
        nats_server.start()
        assert _ask(nats_server, "$JS.API.STREAM.INFO.S")["state"]["messages"] == 1

    def test_keeps_its_port_over_a_restart(self, nats_server):
        """Clients find a restarted server where it was."""
        before = nats_server.url
        nats_server.restart()
        assert nats_server.url == before

    def test_is_not_running_after_a_kill(self, nats_server):
        """A killed server is known to be gone."""
        nats_server.kill()
        assert not nats_server.is_running

    def test_refuses_a_second_start(self, nats_server):
        """Starting a running server is an error, not a second process."""
        with pytest.raises(ProcessFailed, match="already runs"):
            nats_server.start()

    def test_refuses_a_taken_port(self, nats_server, tmp_path):
        """A stranger on the port is never mistaken for the server."""
        second = NatsServer(tmp_path / "second", port=nats_server.port)
        with pytest.raises(ProcessFailed, match=f"port {nats_server.port}, which nats needs"):
            second.start()
