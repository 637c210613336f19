"""One child process: started, probed, ended, and never left behind."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from devstack import nursery
from devstack.leash import leash_of
from devstack.logs import last_lines, open_log
from devstack.nursery import Child
from devstack.ports import is_free
from devstack.probes import Probe

_PROBE_SECONDS = 0.01


class ProcessFailed(Exception):  # noqa: N818 - faults state the fact (style.md 5)
    """A child ended, or was not ready in time; its last log lines are in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What a child process runs."""

    name: str
    command: tuple[str, ...]
    log: Path
    # None: a task that is done when it ends with 0, rather than a server.
    probe: Probe | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    # What it will listen on: checked first, as a stranger there would pass for ready.
    ports: tuple[int, ...] = ()
    # Names of the programs that must be ready, or done, before this one starts.
    after: tuple[str, ...] = ()
    # False: the rest starts and runs without it, whether it fails or takes long.
    is_essential: bool = True


class Process:
    """A child process in a group of its own, so that Ctrl-C reaches its supervisor alone."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._child: Child | None = None

    @property
    def pid(self) -> int:
        """The process id; an error while it doesn't run."""
        if self._child is None:
            raise ProcessFailed(f"{self.program.name} does not run")
        return self._child.pid

    @property
    def is_started(self) -> bool:
        """Started and not stopped by us, whether it still runs or not."""
        return self._child is not None

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs or before it was started."""
        return self._child.poll() if self._child else None

    @property
    def is_running(self) -> bool:
        """Started and not ended, whoever ended it."""
        return self._child is not None and self._child.poll() is None

    def spawn(self) -> None:
        """Start without waiting until it is ready."""
        if self.is_running:
            raise ProcessFailed(f"{self.program.name} already runs")
        for port in self.program.ports:
            if not is_free(port):
                raise ProcessFailed(f"port {port}, which {self.program.name} needs, is in use")
        with open_log(self.program.log) as log:
            self._child = nursery.start(
                self.program.command,
                environment={**os.environ, "PYTHONUNBUFFERED": "1", **self.program.environment},
                log=log,
            )
        leash_of(os.getpid()).hold(self._child.pid)

    def check(self) -> None:
        """Raise if it has ended, unless it is a task that is done."""
        code = self.exit_code
        if code is not None and (code != 0 or self.program.probe):
            raise ProcessFailed(f"{self.program.name} ended with {code}\n{self.last_words()}")

    def is_ready(self) -> bool:
        """Tell, without waiting, whether others may count on it; raise if it has failed."""
        self.check()
        return self.program.probe() if self.program.probe else self.exit_code == 0

    def start(self, *, timeout_seconds: float = 30.0) -> None:
        """Start and wait until it is ready."""
        self.spawn()
        give_up_at = time.monotonic() + timeout_seconds
        while not self.is_ready():
            if time.monotonic() > give_up_at:
                self.kill()
                raise ProcessFailed(
                    f"{self.program.name} was not ready in time\n{self.last_words()}"
                )
            time.sleep(_PROBE_SECONDS)

    def stop(self, *, timeout_seconds: float = 20.0) -> None:
        """Terminate and wait; kill when it takes too long. Nothing happens if it doesn't run."""
        self.terminate()
        self._reap(timeout_seconds=timeout_seconds)

    def terminate(self) -> None:
        """Ask it to end, without waiting."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, as `kill -9` does."""
        self._signal(signal.SIGKILL)
        self._reap(timeout_seconds=10.0)

    def restart(self) -> None:
        """Stop it if it runs, then start it."""
        self.stop()
        self.start()

    def last_words(self, count: int = 15) -> str:
        """Return the last lines of its log, indented."""
        return "\n".join(f"    {line}" for line in last_lines(self.program.log, count=count))

    def _signal(self, number: int) -> None:
        # Asking `poll` first keeps the number from reaching a stranger: an unreaped child's
        # process id, and so its group's, is not given to anybody else.
        if self._child and self._child.poll() is None:
            os.killpg(self._child.pid, number)

    def _reap(self, *, timeout_seconds: float) -> None:
        if self._child is None:
            return
        try:
            self._child.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._child.wait()
        leash_of(os.getpid()).release(self._child.pid)
        self._child = None
