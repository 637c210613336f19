"""The list of tasks, which reads like a manual."""

from pathlib import Path

import pytest
import yaml

_TASKS = yaml.safe_load((Path(__file__).parents[4] / "Taskfile.yml").read_text())["tasks"]


class TestTasks:
    @pytest.mark.parametrize("name", _TASKS)
    def test_says_what_it_is_for(self, name):
        """Every task has a line in `./task --list`."""
        assert _TASKS[name].get("desc")

    @pytest.mark.parametrize("command", ["proto:check", "lint", "types"])
    def test_of_everything_includes_the_checks(self, command):
        """`./task test` runs the checks before the tests."""
        assert {"task": command} in _TASKS["test"]["cmds"]
