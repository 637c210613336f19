"""Watches a running stack: restarts what ends, and says so."""

import time
from collections.abc import Callable
from typing import Protocol

from devstack.backoff import Backoff
from devstack.processes import Process, ProcessFailed


class Witness(Protocol):
    """Who is told; one for the terminal, one in tests."""

    def ended(self, process: Process, *, delay_seconds: float) -> None:
        """Hear that a child ended by itself and will be restarted."""

    def is_back(self, process: Process) -> None:
        """Hear that a restarted child is ready."""


class Supervisor:
    """Looks after servers: children that should run for ever."""

    def __init__(
        self,
        processes: list[Process],
        witness: Witness,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._processes = processes
        self._witness = witness
        self._clock = clock
        self._backoffs = {process.program.name: Backoff() for process in self._processes}
        self._restarts: dict[str, float] = {}
        self._returning: set[str] = set()

    def look(self) -> None:
        """Look once at every child, without waiting."""
        for process in self._processes:
            name = process.program.name
            if name in self._restarts:
                self._restart_when_due(process)
            elif not process.is_running:
                self._plan_restart(process)
            elif name in self._returning and process.is_ready():
                self._returning.discard(name)
                self._witness.is_back(process)

    def _plan_restart(self, process: Process) -> None:
        now = self._clock()
        due = self._backoffs[process.program.name].restart_at(now)
        self._restarts[process.program.name] = due
        self._witness.ended(process, delay_seconds=due - now)

    def _restart_when_due(self, process: Process) -> None:
        name = process.program.name
        if self._clock() < self._restarts[name]:
            return
        del self._restarts[name]
        process.stop()
        try:
            process.spawn()
        except ProcessFailed:
            self._plan_restart(process)
        else:
            self._returning.add(name)
