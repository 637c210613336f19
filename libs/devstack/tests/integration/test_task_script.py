"""The script `./task`, on machines where it cannot install."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[4]
_TOOLS = ("awk", "cat", "cksum", "dirname", "env", "grep", "ls", "mkdir", "rm")


@pytest.fixture
def machine(tmp_path):
    """Give a checkout and a PATH that has the system's tools, but no Python yet."""
    checkout = tmp_path / "checkout"
    tools = tmp_path / "bin"
    checkout.mkdir()
    tools.mkdir()
    for name in ("task", "requirements.lock", "Taskfile.yml"):
        shutil.copy(_ROOT / name, checkout)
    for name in _TOOLS:
        (tools / name).symlink_to(shutil.which(name))
    return Machine(checkout, tools)


class Machine:
    def __init__(self, checkout, tools):
        self.checkout = checkout
        self._tools = tools

    def have_python(self, script):
        """Install a `python3` that does as the script says."""
        python = self._tools / "python3"
        python.write_text(f"#!/bin/sh\n{script}\n")
        python.chmod(0o755)

    def run_task(self, **environment):
        return subprocess.run(
            ["/bin/sh", str(self.checkout / "task"), "up"],
            env={"PATH": str(self._tools), **environment},
            capture_output=True,
            text=True,
            check=False,
        )


class TestTask:
    def test_asks_for_a_python(self, machine):
        """No Python at all: one line, exit code 1."""
        done = machine.run_task()
        assert (done.returncode, done.stderr) == (
            1,
            "task: needs Python 3.11, 3.12 or 3.13 on PATH (or set PYTHON=/path/to/python)\n",
        )

    def test_refuses_an_old_python(self, machine):
        """A Python that fails the check of its version counts as none."""
        machine.have_python("exit 1")
        done = machine.run_task()
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)

    def test_names_a_chosen_python_that_does_not_fit(self, machine):
        """PYTHON=... is not replaced by another one behind your back."""
        machine.have_python("exit 1")
        done = machine.run_task(PYTHON="python3")
        assert done.stderr == "task: PYTHON=python3 is not Python 3.11, 3.12 or 3.13\n"

    def test_asks_for_the_venv_module(self, machine):
        """Debian's Python without python3-venv: one line that says what to install."""
        machine.have_python('case "$2" in *ensurepip*) exit 1 ;; esac')
        done = machine.run_task()
        assert (done.returncode, done.stderr) == (
            1,
            "task: python3 has no venv module (Debian: apt install python3-venv)\n",
        )

    def test_names_a_folder_that_cannot_be_written(self, machine):
        """No .venv can be made: one line that names the folder."""
        machine.have_python("exit 0")
        (machine.checkout / ".venv").touch()
        done = machine.run_task()
        assert (done.returncode, done.stderr) == (
            1,
            f"task: cannot write to {os.path.realpath(machine.checkout)}: use a folder you own\n",
        )
