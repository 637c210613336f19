"""How to see that a program is ready: one function per protocol, none of them waits."""

import http.client
import socket
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from devstack.ports import answers

Probe = Callable[[], bool]

_TIMEOUT_SECONDS = 1.0
_SERVER_ERROR = 500


def listens(port: int) -> Probe:
    """Ready when connections are accepted."""
    return lambda: answers(port)


def greets_as_nats(port: int) -> Probe:
    """Ready when a NATS server with JetStream greets."""

    def probe() -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), _TIMEOUT_SECONDS) as connection:
                greeting = connection.makefile("rb").readline()
        except OSError:
            return False
        return greeting.startswith(b"INFO") and b'"jetstream":true' in greeting

    return probe


def answers_http(url: str) -> Probe:
    """Ready when GET answers anything but a server error."""
    address = urlsplit(url)

    def probe() -> bool:
        connection = http.client.HTTPConnection(address.netloc, timeout=_TIMEOUT_SECONDS)
        try:
            connection.request("GET", address.path or "/")
            return connection.getresponse().status < _SERVER_ERROR
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return probe


def answers_ping(nats_url: str, service: str) -> Probe:
    """Ready when the bus service answers `$SRV.PING.<service>` (ADR-32)."""
    address = urlsplit(nats_url)
    inbox = f"_INBOX.ready.{service}"
    # With no_responders the server answers at once when the service is not there.
    ping = (
        'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\n'
        f"SUB {inbox} 1\r\nPUB $SRV.PING.{service} {inbox} 0\r\n\r\n"
    )

    def probe() -> bool:
        host, port = address.hostname or "127.0.0.1", address.port or 4222
        try:
            with socket.create_connection((host, port), _TIMEOUT_SECONDS) as connection:
                connection.sendall(ping.encode())
                return _is_answered(connection.makefile("rb"))
        except OSError:
            return False

    return probe


def _is_answered(lines: Iterable[bytes]) -> bool:
    following = iter(lines)
    for line in following:
        if line.startswith((b"MSG ", b"HMSG ")):
            return not next(following, b"NATS/1.0 503").startswith(b"NATS/1.0 503")
    return False
