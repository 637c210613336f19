"""The list of tasks, which reads like a manual."""

import re
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
        assert command in _TASKS["test"]["cmds"][0].split()

    @pytest.mark.parametrize("part", ["test:kills", "test:browsers"])
    def test_journeys_leave_out_what_others_run(self, part):
        """Each file of tests-e2e is run once: by name in one of these, or with the journeys."""
        (journeys,) = _TASKS["test:journeys"]["cmds"]
        (mine,) = _TASKS[part]["cmds"]
        for name in re.findall(r"tests-e2e/\S+", mine):
            assert f"--ignore {name}" in journeys
        assert any({"test:journeys", part} <= set(one.split()) for one in _TASKS["test"]["cmds"])
