"""Runs a stack in the foreground until Ctrl-C, `down`, or a failure to start."""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from devstack import data
from devstack.layout import Layout
from devstack.lock import AlreadyRuns, StackLock
from devstack.ports import is_free
from devstack.processes import Process, ProcessFailed
from devstack.screen import Screen
from devstack.stack import Stack
from devstack.supervisor import Supervisor

_LOOK_SECONDS = 0.05
# What an abandoned stack's leash needs to end its children.
_ABANDONED_SECONDS = 6.0

Build = Callable[[Layout], Sequence[Process]]


def up(layout: Layout, *, build: Build, fresh: bool = False) -> int:
    """Run until asked to stop; return the exit code. Every failure is one clear line."""
    screen = Screen()
    lock = StackLock(layout.data)
    try:
        data.prepare(layout.data)
        lock.acquire(layout)
    except (data.FolderNotWritable, AlreadyRuns) as error:
        screen.trouble(f"up: {error}")
        return 1
    try:
        if fresh:
            data.empty(layout.data)
        return _run(Stack(build(layout), reporter=screen), layout, screen, lock)
    finally:
        lock.release()


def _run(stack: Stack, layout: Layout, screen: Screen, lock: StackLock) -> int:
    if lock.was_abandoned:
        screen.note("the last stack was killed: waiting for its children to end")
    patience_seconds = _ABANDONED_SECONDS if lock.was_abandoned else 0.0
    if taken := _taken_port(stack, patience_seconds=patience_seconds):
        screen.trouble(f"up: {taken}")
        return 1
    with _stop_signals() as stopping:
        try:
            with screen:
                is_started = stack.start(is_interrupted=stopping.is_set, only_essential=True)
            if is_started:
                # Following begins before the welcome: who acts upon it sees what comes of it.
                screen.follow(_servers(stack))
                is_first = not (layout.data / data.SEEDED).exists()
                screen.welcome(layout, makes_demo=stack.go_on() and is_first)
                _watch(stack, screen, stopping)
            stack.stop()
        except ProcessFailed as error:
            screen.trouble(f"up: {error}\nEverything else was stopped.")
            return 1
        except KeyboardInterrupt:
            screen.note("asked twice: everything was killed")
            return 1
        finally:
            stack.kill()
        screen.note("stopped")
        return 0


def _watch(stack: Stack, screen: Screen, stopping: threading.Event) -> None:
    supervisor = Supervisor(_servers(stack), screen)
    while not stopping.wait(_LOOK_SECONDS):
        supervisor.look()
        stack.go_on()
        screen.show_logs()


def _servers(stack: Stack) -> list[Process]:
    return [process for process in stack.processes.values() if process.program.probe]


def _taken_port(stack: Stack, *, patience_seconds: float) -> str | None:
    """Name the first port that somebody else listens on, who needs it, and what to do."""
    patience = threading.Event()
    for process in stack.processes.values():
        for port in process.program.ports:
            while not is_free(port):
                if patience_seconds <= 0:
                    return (
                        f"port {port} is in use, and {process.program.name} needs it: stop what"
                        f" listens there, or use other ports: ./task up --port-offset 1000"
                    )
                patience.wait(_LOOK_SECONDS)
                patience_seconds -= _LOOK_SECONDS
    return None


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """Turn the first signal into an event; a second one interrupts at once."""
    stopping = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, on_signal) for number in numbers}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
