"""Starts our own programs by forking a process that has loaded what all of them load.

A dozen services would spend most of their start on the same imports. The nursery has done those
once; a child is a process like any other from there on: its own session, environment and log, and
`python -m` of its module. Elsewhere than on Linux, and for other programs, there is `subprocess`.
"""

import array
import atexit
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, Protocol

# The interpreter reads it when it starts: who has another one isn't forked.
_PATH = "PYTHONPATH"
_POLL_SECONDS = 0.01
_LARGEST_ORDER = 128 * 1024


class Child(Protocol):
    """What `subprocess.Popen` says about a process."""

    pid: int

    def poll(self) -> int | None:
        """Return how it ended (-9: by SIGKILL), None while it runs."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended, or raise `subprocess.TimeoutExpired`."""
        ...


def start(command: Sequence[str], *, environment: Mapping[str, str], log: IO[bytes]) -> Child:
    """Start a program in a session of its own, with nothing to read, writing to `log`."""
    if _is_ours(command) and environment.get(_PATH) == os.environ.get(_PATH):
        return nursery_of(os.getpid()).start(command[2:], environment=environment, log=log)
    return subprocess.Popen(  # noqa: S603 - programs are ours
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def _is_ours(command: Sequence[str]) -> bool:
    return sys.platform == "linux" and tuple(command[:2]) == (sys.executable, "-m")


class Forked:
    """A child of the nursery; its number stays its own until its end was seen here."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self.pid = pid
        self._nursery = nursery
        self._code: int | None = None
        self._asking = threading.Lock()

    def poll(self) -> int | None:
        """Return how it ended, None while it runs."""
        with self._asking:
            if self._code is None:
                self._code = self._nursery.ask({"ended": self.pid})
            return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended."""
        give_up_at = time.monotonic() + timeout if timeout is not None else float("inf")
        while (code := self.poll()) is None:
            if time.monotonic() > give_up_at:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
            time.sleep(_POLL_SECONDS)
        return code


class Nursery:
    """The side of whoever starts children; threads take turns."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "devstack.cradle", str(theirs.fileno())],
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._turn = threading.Lock()

    def start(
        self, arguments: Sequence[str], *, environment: Mapping[str, str], log: IO[bytes]
    ) -> Forked:
        """Fork a child that runs a module with these arguments."""
        order = {
            "run": list(arguments),
            "environment": dict(environment),
            "folder": str(Path.cwd()),
        }
        return Forked(self, self.ask(order, log.fileno()))

    def ask(self, order: Mapping[str, Any], *descriptors: int) -> Any:
        """Give an order, return the answer."""
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))]
        with self._turn:
            self._line.sendmsg([json.dumps(order).encode()], rights if descriptors else [])
            answer = self._line.recv(_LARGEST_ORDER)
        if not answer:
            raise ChildProcessError(f"the nursery has ended with {self._process.wait()}")
        return json.loads(answer)

    def close(self) -> None:
        """End it; children that still run are on the leash."""
        self._line.close()
        self._process.wait()


@cache
def nursery_of(process_id: int) -> Nursery:  # noqa: ARG001 - a forked process needs one of its own
    """Return this process's nursery, starting it at first use."""
    nursery = Nursery()
    atexit.register(nursery.close)
    return nursery
