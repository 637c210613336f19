"""Ports on the loopback interface: finding free ones, and telling whether one is taken."""

import os
import socket
from collections.abc import Iterator
from functools import cache
from itertools import cycle

# Below every system's range for outgoing connections (Linux 32768+, macOS 49152+): a client
# that reconnects to a stopped server must not be given the server's port as its own.
_FIRST_PORT = 20_000
_BLOCKS = 64
_BLOCK_SIZE = 187


def free_port() -> int:
    """Return a port that nobody listens on; never the same twice in a row."""
    for _ in range(_BLOCK_SIZE):
        port = next(_candidates(os.getpid()))
        if is_free(port):
            return port
    raise RuntimeError(f"no free port in {_BLOCK_SIZE} tries from {_FIRST_PORT} on")


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the port."""
    # BSD lets a second server bind beside one that has bound every interface.
    if answers(port):
        return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Tell whether somebody accepts connections on the port, over IPv4 or IPv6."""
    try:
        socket.create_connection(("localhost", port), timeout=0.5).close()
    except OSError:
        return False
    return True


@cache
def _candidates(process_id: int) -> Iterator[int]:
    # Parallel test workers have neighbouring process ids, so each walks through its own block.
    first = _FIRST_PORT + process_id % _BLOCKS * _BLOCK_SIZE
    return cycle(range(first, first + _BLOCK_SIZE))
