"""Ends the children of a supervisor that died without ending them itself.

A pipe tells: its end comes when the supervisor is gone, whatever killed it, on Linux and macOS
alike. (PR_SET_PDEATHSIG would follow the thread that started a child, not the process.)
Runs as a script in a process of its own, on the standard library alone.
"""

import atexit
import os
import signal
import subprocess
import sys
import time
from functools import cache
from typing import IO

_GRACE_SECONDS = 5.0


class Leash:
    """The supervisor's end: children held here die with this process."""

    def __init__(self) -> None:
        self._watcher: subprocess.Popen[str] = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "-I", "-S", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def hold(self, group: int) -> None:
        """Watch over a process group."""
        self._tell(f"+{group}\n")

    def release(self, group: int) -> None:
        """Forget a process group: its number may soon belong to somebody else."""
        self._tell(f"-{group}\n")

    def close(self) -> None:
        """Let go of everything still held: it ends."""
        self._watcher.communicate()

    def _tell(self, line: str) -> None:
        if self._watcher.stdin:
            self._watcher.stdin.write(line)
            self._watcher.stdin.flush()


@cache
def leash_of(process_id: int) -> Leash:  # noqa: ARG001 - a forked process needs a leash of its own
    """Return this process's leash, starting it at first use."""
    leash = Leash()
    atexit.register(leash.close)
    return leash


def read_groups(orders: IO[str]) -> set[int]:
    """Read orders until the supervisor is gone; return the groups it left behind."""
    groups: set[int] = set()
    for order in orders:
        group = int(order[1:])
        if order.startswith("+"):
            groups.add(group)
        else:
            groups.discard(group)
    return groups


def end(groups: set[int]) -> None:
    """Terminate the groups; kill what is left after the grace time."""
    remaining = {group for group in groups if _signal(group, signal.SIGTERM)}
    give_up_at = time.monotonic() + _GRACE_SECONDS
    while remaining and time.monotonic() < give_up_at:
        time.sleep(0.05)
        remaining = {group for group in remaining if _signal(group, 0)}
    for group in remaining:
        _signal(group, signal.SIGKILL)


def _signal(group: int, number: int) -> bool:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    end(read_groups(sys.stdin))
