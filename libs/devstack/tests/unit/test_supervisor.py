"""Watching a running stack."""

from pathlib import Path

import pytest
from devstack.processes import Process, ProcessFailed, Program
from devstack.supervisor import Supervisor


class FakeProcess(Process):
    """A child that dies when told to, and may be unable to start."""

    def __init__(self):
        super().__init__(Program(name="tenant", command=(), log=Path("none")))
        self.runs = True
        self.starts = 0
        self.can_start = True

    @property
    def is_running(self):
        return self.runs

    def is_ready(self):
        return self.runs

    def stop(self, *, timeout_seconds=0.0):  # noqa: ARG002 - the real one's signature
        self.runs = False

    def spawn(self):
        self.starts += 1
        if not self.can_start:
            raise ProcessFailed("the port is in use")
        self.runs = True


class Witness:
    def __init__(self):
        self.heard = []

    def ended(self, process, *, delay_seconds):
        self.heard.append((process.program.name, delay_seconds))

    def is_back(self, process):
        self.heard.append(f"{process.program.name} is back")


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def process():
    return FakeProcess()


@pytest.fixture
def witness():
    return Witness()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def supervisor(process, witness, clock):
    return Supervisor([process], witness, clock=clock)


class TestLook:
    def test_is_silent_while_all_is_well(self, supervisor, witness):
        """A running child is no news."""
        supervisor.look()
        assert witness.heard == []

    def test_reports_an_end_once(self, supervisor, process, witness):
        """An end is told once, with the delay until the restart."""
        process.runs = False
        supervisor.look()
        supervisor.look()
        assert witness.heard == [("tenant", 0.5)]

    def test_restarts_when_the_delay_is_over(self, supervisor, process, clock):
        """Not before its time, and then once."""
        process.runs = False
        supervisor.look()
        clock.now = 0.6
        supervisor.look()
        supervisor.look()
        assert process.starts == 1

    def test_reports_the_return(self, supervisor, process, witness, clock):
        """A restarted child that is ready is told of."""
        process.runs = False
        supervisor.look()
        clock.now = 0.6
        supervisor.look()
        supervisor.look()
        assert witness.heard[-1] == "tenant is back"

    def test_waits_longer_when_a_restart_fails(self, supervisor, process, witness, clock):
        """A child that cannot be started is tried again, later each time."""
        process.can_start = False
        process.runs = False
        for clock.now in (0.0, 0.5, 1.5):
            supervisor.look()
        assert witness.heard == [("tenant", 0.5), ("tenant", 1.0), ("tenant", 2.0)]
