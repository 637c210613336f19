"""`up` in a process of its own, with stand-ins for its children: how it runs and ends."""

import os
import signal
import time

from devstack.commands import down
from devstack.logs import last_lines
from devstack.ports import answers, is_free
from devstack.probes import answers_http


def _until(condition):
    while not condition():
        time.sleep(0.01)


class TestUp:
    def test_prints_addresses_and_accounts(self, run_up, layout):
        """Who starts it knows where to go and how to sign in."""
        printed = run_up().read_until("Ctrl-C")
        wanted = (layout.gateway_url, "dezky-operator", "./task token operator")
        assert [word for word in wanted if word not in printed] == []

    def test_streams_the_logs_of_its_children(self, running, layout):
        """One stream shows who logs what."""
        answers_http(f"{layout.gateway_url}/unheard-of")()
        printed = running.read_until("/unheard-of")
        assert printed.splitlines()[-1].startswith("gateway  │")

    def test_restarts_a_child_that_dies(self, running, layout):
        """A child killed by a stranger is reported with its last lines, and comes back."""
        started = last_lines(layout.data / "logs" / "gateway.log", count=100)[0]
        os.kill(int(started.removeprefix("process ")), signal.SIGKILL)
        running.read_until("gateway ended with -9")
        running.read_until("gateway is back")
        assert answers(layout.gateway_port)


class TestCtrlC:
    def test_ends_with_zero(self, running):
        """Being asked to stop is no failure."""
        running.signal(signal.SIGINT)
        assert running.exit_code == 0

    def test_stops_all_children_in_reverse_order(self, running, layout):
        """Whoever needs others is stopped before them; nothing is left."""
        running.signal(signal.SIGINT)
        printed = running.rest()
        assert printed.index("stopping gateway") < printed.index("stopping identity")
        assert is_free(layout.gateway_port)


class TestKilledUp:
    def test_leaves_no_child(self, running, layout):
        """Children end even when their supervisor is killed at once."""
        running.signal(signal.SIGKILL)
        _until(lambda: is_free(layout.gateway_port) and is_free(layout.identity_port))

    def test_does_not_lock_out_the_next(self, running, run_up):
        """The lock of a killed stack is stale: the next one starts."""
        running.signal(signal.SIGKILL)
        run_up().read_until("Dezky is ready")


class TestDown:
    def test_stops_a_stack_of_another_shell(self, running, layout):
        """The stack ends cleanly, and the command returns once it has."""
        said = []
        assert down(layout.data, said.append) == 0
        assert said[-1] == "stopped"
        assert running.exit_code == 0

    def test_is_content_when_nothing_runs(self, tmp_path):
        """Nothing to stop is no failure."""
        assert down(tmp_path, lambda _line: None) == 0
