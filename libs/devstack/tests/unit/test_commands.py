"""What other shells ask of a stack."""

import pytest
from devstack import commands
from devstack.layout import Layout
from devstack.lock import StackLock
from devstack.logs import open_log


@pytest.fixture
def said():
    return []


class TestStatus:
    def test_fails_when_nothing_runs(self, tmp_path, said):
        """Scripts can ask whether the stack runs."""
        assert commands.status(tmp_path, said.append) == 1


class TestRunningLayout:
    def test_is_that_of_the_holder(self, tmp_path):
        """A stack on other ports is found by its folder."""
        layout = Layout(data=tmp_path, gateway_port=9080)
        lock = StackLock(tmp_path).acquire(layout)
        found = commands.running_layout(tmp_path)
        lock.release()
        assert found == layout


class TestShowLogs:
    @pytest.fixture(autouse=True)
    def logs(self, tmp_path):
        for name in ("gateway", "tenant"):
            with open_log(tmp_path / "logs" / f"{name}.log") as log:
                log.write(b"old\nnew\n")

    def test_shows_the_last_lines_of_each(self, tmp_path, said):
        """All logs, with the name of each before its lines."""
        commands.show_logs(tmp_path, (), said.append, lines=1, follow=False)
        assert said == ["gateway  | new", "tenant   | new"]

    def test_shows_only_those_named(self, tmp_path, said):
        """One service's log alone."""
        commands.show_logs(tmp_path, ["tenant"], said.append, lines=2, follow=False)
        assert said == ["tenant   | old", "tenant   | new"]

    def test_names_the_logs_there_are(self, tmp_path, said):
        """A misspelt name is answered with the right ones, and exit code 1."""
        assert commands.show_logs(tmp_path, ["tennant"], said.append, lines=1, follow=False) == 1
        assert said == ["logs: no log of tennant; there are: gateway, tenant"]
