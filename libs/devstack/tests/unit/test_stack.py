"""The order in which children start and end."""

from pathlib import Path

import pytest
from devstack.processes import Process, ProcessFailed, Program
from devstack.stack import Reporter, Stack


class FakeProcess(Process):
    """A child that is ready the second time it is asked."""

    def __init__(self, name, story, *, after=(), fails=False, is_essential=True):
        super().__init__(
            Program(name=name, command=(), log=Path("none"), after=after, is_essential=is_essential)
        )
        self._story = story
        self._fails = fails
        self._asked = -1

    @property
    def is_started(self):
        return self._asked >= 0

    @property
    def is_running(self):
        return self.is_started

    def spawn(self):
        self._story.append(f"spawn {self.program.name}")
        self._asked = 0

    def check(self):
        pass

    def is_ready(self):
        if self._fails:
            raise ProcessFailed(f"{self.program.name} ended with 1")
        self._asked += 1
        return self._asked > 1

    def stop(self, *, timeout_seconds=0.0):  # noqa: ARG002 - the real one's signature
        if self.is_started:
            self._story.append(f"stop {self.program.name}")
        self._asked = -1


class Listener(Reporter):
    def __init__(self, story):
        self._story = story

    def is_ready(self, process):
        self._story.append(f"ready {process.program.name}")

    def failed(self, process, error):  # noqa: ARG002 - the real one's signature
        self._story.append(f"failed {process.program.name}")


@pytest.fixture
def story():
    return []


class TestStart:
    def test_starts_at_once_what_waits_for_nobody(self, story):
        """Independent children start in parallel."""
        stack = Stack([FakeProcess("a", story), FakeProcess("b", story)], reporter=Listener(story))
        stack.start()
        assert story == ["spawn a", "spawn b", "ready a", "ready b"]

    def test_waits_for_what_a_child_needs(self, story):
        """A child starts only when those before it are ready, whatever the order given."""
        children = [FakeProcess("service", story, after=("nats",)), FakeProcess("nats", story)]
        Stack(children, reporter=Listener(story)).start()
        assert story == ["spawn nats", "ready nats", "spawn service", "ready service"]

    def test_takes_what_it_does_not_run_as_ready(self, story):
        """A database of somebody else holds nobody up."""
        Stack([FakeProcess("tenant", story, after=("database",))]).start()
        assert story == ["spawn tenant"]

    def test_stops_everything_when_a_child_fails(self, story):
        """A failure leaves nothing running."""
        stack = Stack([FakeProcess("a", story), FakeProcess("b", story, fails=True)])
        with pytest.raises(ProcessFailed, match="b ended with 1"):
            stack.start()
        assert story == ["spawn a", "spawn b", "stop b", "stop a"]

    def test_does_without_what_is_not_essential(self, story):
        """A seed that fails is reported; the rest runs."""
        seed = FakeProcess("seed", story, fails=True, is_essential=False)
        Stack([FakeProcess("a", story), seed], reporter=Listener(story)).start()
        assert story == ["spawn a", "spawn seed", "failed seed", "ready a"]

    def test_waits_for_the_essential_alone(self, story):
        """A seed that takes long is gone on with while the rest runs already."""
        seed = FakeProcess("seed", story, after=("a",), is_essential=False)
        stack = Stack([FakeProcess("a", story), seed], reporter=Listener(story))
        stack.start(only_essential=True)
        assert "ready seed" not in story
        while stack.go_on():
            pass
        assert story == ["spawn a", "ready a", "spawn seed", "ready seed"]

    def test_names_what_is_overdue(self, story):
        """Waiting ends, and says for whom."""
        stack = Stack([FakeProcess("slow", story)])
        with pytest.raises(ProcessFailed, match="not ready in time: slow"):
            stack.start(timeout_seconds=-1.0)

    def test_ends_when_interrupted(self, story):
        """An interruption while starting is an answer, not an error."""
        assert not Stack([FakeProcess("a", story)]).start(is_interrupted=lambda: True)


class TestStop:
    def test_ends_the_last_started_first(self, story):
        """Who needs others ends before them."""
        stack = Stack([FakeProcess("nats", story), FakeProcess("gateway", story)])
        stack.start()
        story.clear()
        stack.stop()
        assert story == ["stop gateway", "stop nats"]
