"""Children that start in parallel as soon as each may, and end in reverse order."""

import time
from collections.abc import Callable, Sequence
from typing import NoReturn

from devstack.processes import Process, ProcessFailed

_POLL_SECONDS = 0.02


class Reporter:
    """Who is told of each step; silent, unless a subclass says otherwise."""

    def is_ready(self, process: Process) -> None:
        """Hear that a server is ready, or a task done."""

    def failed(self, process: Process, error: ProcessFailed) -> None:
        """Hear that a child failed without which the rest can do."""

    def stopping(self, process: Process) -> None:
        """Hear that a child is being stopped."""


class Stack:
    """The children of one stack; `after` of each program says what must be ready before it."""

    def __init__(self, processes: Sequence[Process], *, reporter: Reporter | None = None) -> None:
        self.processes = {process.program.name: process for process in processes}
        self._reporter = reporter or Reporter()
        self._ready: set[str] = set()

    def start(
        self,
        *,
        timeout_seconds: float = 90.0,
        is_interrupted: Callable[[], bool] = lambda: False,
        only_essential: bool = False,
    ) -> bool:
        """Start everything and wait until it is ready; false when interrupted.

        `only_essential`: don't wait for the others, `go_on` with them afterwards. On a failure,
        what has started is stopped again.
        """
        give_up_at = time.monotonic() + timeout_seconds
        try:
            while waiting := self._advance(only_essential=only_essential):
                if is_interrupted():
                    return False
                if time.monotonic() > give_up_at:
                    _give_up(waiting)
                time.sleep(_POLL_SECONDS)
        except BaseException:
            self.stop()
            raise
        return True

    def go_on(self) -> bool:
        """Take those further that nobody waited for; false when there are none left."""
        missing = self._missing()
        for process in missing:
            self._take_further(process)
        return bool(missing)

    def stop(self) -> None:
        """End all children, the last started first."""
        for process in reversed(self.processes.values()):
            if process.is_running:
                self._reporter.stopping(process)
            process.stop()
        self._ready.clear()

    def kill(self) -> None:
        """End all children at once."""
        for process in self.processes.values():
            process.kill()

    def _advance(self, *, only_essential: bool) -> Sequence[Process]:
        """Take each child one step further; return those that are still waited for."""
        for process in self.processes.values():
            self._take_further(process)
        return [one for one in self._missing() if one.program.is_essential or not only_essential]

    def _missing(self) -> Sequence[Process]:
        return [process for name, process in self.processes.items() if name not in self._ready]

    def _take_further(self, process: Process) -> None:
        try:
            self._step(process)
        except ProcessFailed as error:
            if process.program.is_essential:
                raise
            self._reporter.failed(process, error)
            self._ready.add(process.program.name)

    def _step(self, process: Process) -> None:
        if process.program.name in self._ready:
            process.check()
        elif not process.is_started:
            if self._may_start(process):
                process.spawn()
        elif process.is_ready():
            self._ready.add(process.program.name)
            self._reporter.is_ready(process)

    def _may_start(self, process: Process) -> bool:
        # What this stack doesn't run, like a database of somebody else, is taken as ready.
        return all(name in self._ready for name in process.program.after if name in self.processes)


def _give_up(waiting: Sequence[Process]) -> NoReturn:
    names = ", ".join(process.program.name for process in waiting)
    words = "\n".join(process.last_words() for process in waiting if process.is_started)
    raise ProcessFailed(f"not ready in time: {names}\n{words}")
