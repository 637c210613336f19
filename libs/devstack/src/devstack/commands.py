"""What other shells ask of a running stack: stop it, describe it, show its logs."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from devstack.layout import Layout
from devstack.lock import StackLock
from devstack.logs import Follower, last_lines
from devstack.ports import answers

_STOP_SECONDS = 60.0
_FOLLOW_SECONDS = 0.1

Say = Callable[[str], None]


def down(folder: Path, say: Say) -> int:
    """Stop the stack of this folder and wait until it has ended."""
    lock = StackLock(folder)
    holder = lock.holder()
    if holder is None:
        say("nothing runs here")
        return 0
    say(f"stopping the stack (process {holder.process_id})")
    os.kill(holder.process_id, signal.SIGTERM)
    if not lock.wait_until_free(timeout_seconds=_STOP_SECONDS):
        say(f"down: process {holder.process_id} has not ended in {_STOP_SECONDS:.0f} s")
        return 1
    say("stopped")
    return 0


def status(folder: Path, say: Say) -> int:
    """Say what runs and answers; 1 when nothing runs."""
    holder = StackLock(folder).holder()
    if holder is None:
        say("nothing runs here: ./task up starts it")
        return 1
    layout = holder.layout
    say(f"runs as process {holder.process_id}")
    for name, port, url in _doors(layout):
        say(f"  {'up  ' if answers(port) else 'DOWN'}  {name:<9} {url}")
    return 0


def running_layout(folder: Path) -> Layout | None:
    """Return where the stack of this folder listens, if it runs."""
    holder = StackLock(folder).holder()
    return holder.layout if holder else None


def show_logs(folder: Path, names: Sequence[str], say: Say, *, lines: int, follow: bool) -> int:
    """Print the last lines of each log, and what comes after them if asked to."""
    paths = {path.stem: path for path in sorted((folder / "logs").glob("*.log"))}
    unknown = [name for name in names if name not in paths]
    if unknown or not paths:
        say(f"logs: no log of {', '.join(unknown) or 'anything'}; there are: {', '.join(paths)}")
        return 1
    chosen = {name: path for name, path in paths.items() if not names or name in names}
    followers = {name: Follower(path) for name, path in chosen.items()}
    for name, path in chosen.items():
        for line in last_lines(path, count=lines):
            say(f"{name:<9}| {line}")
    while follow:
        for name, follower in followers.items():
            for line in follower.new_lines():
                say(f"{name:<9}| {line}")
        time.sleep(_FOLLOW_SECONDS)
    return 0


def _doors(layout: Layout) -> Sequence[tuple[str, int, str]]:
    doors = [
        ("console", layout.console_port, layout.console_url),
        ("portal", layout.portal_port, layout.portal_url),
        ("gateway", layout.gateway_port, layout.gateway_url),
        ("identity", layout.identity_port, layout.identity_url),
    ]
    if not layout.foreign_nats_url:
        doors.append(("nats", layout.nats_port, layout.nats_url))
    if not layout.foreign_mongo_url:
        doors.append(("database", layout.database_port, layout.mongo_url))
    return doors
