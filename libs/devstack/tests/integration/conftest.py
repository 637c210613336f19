"""A shell that runs `up`, for the tests of it."""

import subprocess
import sys
from pathlib import Path

import pytest
from devstack.layout import Layout
from devstack.ports import free_port

_STANDIN = Path(__file__).with_name("standin.py")


class Shell:
    """A shell that runs `up`, and reads what it prints."""

    def __init__(self, layout, *options):
        ports = (str(layout.gateway_port), str(layout.identity_port))
        self._up = subprocess.Popen(
            [sys.executable, str(_STANDIN), str(layout.data), *ports, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def read_until(self, words):
        printed = []
        for line in self._up.stdout:
            printed.append(line)
            if words in line:
                return "".join(printed)
        raise AssertionError(f"{words!r} never came:\n{''.join(printed)}")

    def rest(self):
        return self._up.communicate(timeout=60)[0]

    def signal(self, number):
        self._up.send_signal(number)

    @property
    def exit_code(self):
        return self._up.wait(60)

    def close(self):
        self._up.kill()
        self._up.communicate()


@pytest.fixture
def layout(tmp_path):
    return Layout(data=tmp_path / "data", gateway_port=free_port(), identity_port=free_port())


@pytest.fixture
def shells():
    opened = []
    yield opened
    for shell in opened:
        shell.close()


@pytest.fixture
def run_up(shells, layout):
    def run(*options):
        shell = Shell(layout, *options)
        shells.append(shell)
        return shell

    return run


@pytest.fixture
def running(run_up):
    shell = run_up()
    shell.read_until("Dezky is ready")
    return shell
