"""`up` in a process of its own, with stand-ins for its children: what keeps it from starting."""

import subprocess
import sys
import time

import pytest
from devstack.ports import answers, is_free


def _until(condition):
    while not condition():
        time.sleep(0.01)


class TestSecondUp:
    @pytest.mark.usefixtures("running")
    def test_says_that_it_already_runs(self, run_up):
        """A second stack in the same folder is one clear line and exit code 1."""
        second = run_up()
        assert "a stack already runs here" in second.rest()
        assert second.exit_code == 1


class TestTakenPort:
    def test_is_named_with_who_needs_it(self, run_up, layout):
        """The port, who needs it, and what to do; exit code 1."""
        with subprocess.Popen(
            [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(layout.gateway_port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as stranger:
            _until(lambda: answers(layout.gateway_port))
            shell = run_up()
            printed = shell.rest()
            stranger.kill()
        assert f"port {layout.gateway_port} is in use, and gateway needs it" in printed
        assert shell.exit_code == 1


class TestFolder:
    def test_is_named_when_it_cannot_be_written(self, run_up, layout):
        """A read-only folder is one clear line and exit code 1."""
        layout.data.touch()
        shell = run_up()
        assert f"up: cannot write to {layout.data}" in shell.rest()
        assert shell.exit_code == 1


class TestFailingChild:
    def test_shows_its_last_lines(self, run_up):
        """A child that dies at the start says why, and the exit code is 1."""
        shell = run_up("broken")
        printed = shell.rest()
        assert "gateway ended with 3\n    no more coffee" in printed
        assert shell.exit_code == 1

    def test_takes_the_others_with_it(self, run_up, layout):
        """Nothing is left running after a failed start."""
        assert run_up("broken").exit_code == 1
        assert is_free(layout.identity_port)
