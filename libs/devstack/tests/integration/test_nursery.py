"""Programs that are forked behave as programs that are started."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from devstack import nursery
from devstack.nursery import Nursery

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
WAIT_SECONDS = 20
ONCE = ("-n1", "-r1")


@pytest.fixture(scope="module")
def cradle():
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def started(cradle, tmp_path):
    """Give what starts a module, writing to `log` in the test's folder."""
    children = []

    def start(*arguments, **environment):
        with (tmp_path / "log").open("ab") as log:
            child = cradle.start(arguments, environment=os.environ | environment, log=log)
        children.append(child)
        return child

    yield start
    for child in children:
        if child.poll() is None:
            os.kill(child.pid, signal.SIGKILL)
            child.wait(WAIT_SECONDS)


def stat_of(pid):
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def test_its_own(started, tmp_path):
    """Arguments, environment and log are its own."""
    child = started("timeit", *ONCE, "import os; print(os.environ['WORD'])", WORD="its own")
    assert child.wait(WAIT_SECONDS) == 0
    assert (tmp_path / "log").read_text().startswith("its own\n")
    assert "WORD" not in os.environ


def test_fails(started, tmp_path):
    """A module that can't be run says so in the log, and ends with 1."""
    assert started("no_such_module").wait(WAIT_SECONDS) == 1
    assert "No module named no_such_module" in (tmp_path / "log").read_text()


def test_exits_in_words(started, tmp_path):
    """`sys.exit` with words writes them and ends with 1; with a number, with that number."""
    assert started("tenant", MONGO_URL="nonsense").wait(WAIT_SECONDS) == 1
    assert "MONGO_URL" in (tmp_path / "log").read_text()
    assert started("json.tool", "--no-such-option").wait(WAIT_SECONDS) == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_signalled(started, number):
    """From its first moment it is a group of its own; how it ended is known again and again."""
    child = started("http.server", "0")
    assert child.poll() is None
    os.killpg(child.pid, number)
    assert [child.wait(WAIT_SECONDS), child.poll()] == [-number, -number]


def test_number_is_kept(started):
    """Until its end was seen nobody else gets its process id."""
    child = started("timeit", *ONCE)
    while stat_of(child.pid)[0] != "Z":
        pass
    assert child.poll() == 0
    assert not Path(f"/proc/{child.pid}").exists()


def test_too_slow(started):
    child = started("http.server", "0")
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.01)


def test_alone(started):
    """It is forked from a single thread, and holds no file of anybody else's."""
    child = started("http.server", "0")
    parent = int(stat_of(child.pid)[1])
    assert len(list(Path(f"/proc/{parent}/task").iterdir())) == 1
    held = {str(one.readlink()) for one in Path(f"/proc/{child.pid}/fd").iterdir()}
    assert sum(one.startswith("socket:") for one in held) <= 1


def test_others(tmp_path):
    """What is no module of ours is started as ever."""
    with (tmp_path / "log").open("ab") as log:
        child = nursery.start(("sh", "-c", "echo $WORD"), environment={"WORD": "hello"}, log=log)
    assert child.wait(WAIT_SECONDS) == 0
    assert (tmp_path / "log").read_text() == "hello\n"
