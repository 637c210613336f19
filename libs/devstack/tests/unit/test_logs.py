"""Log files of the children."""

import pytest
from devstack import logs
from devstack.logs import Follower, last_lines, open_log


@pytest.fixture
def path(tmp_path):
    return tmp_path / "logs" / "tenant.log"


def _write(path, text):
    with open_log(path) as log:
        log.write(text.encode())


class TestLastLines:
    def test_are_the_last(self, path):
        """Only so many lines as asked for, the newest."""
        _write(path, "one\ntwo\nthree\n")
        assert last_lines(path, count=2) == ["two", "three"]

    def test_are_none_without_a_log(self, path):
        """A child that never ran has no last words."""
        assert last_lines(path, count=2) == []


class TestFollower:
    def test_begins_with_what_is_new(self, path):
        """Old lines are not shown again."""
        _write(path, "old\n")
        follower = Follower(path)
        _write(path, "new\n")
        assert follower.new_lines() == ["new"]

    def test_waits_for_the_end_of_a_line(self, path):
        """A half-written line is shown once it is whole."""
        follower = Follower(path)
        _write(path, "ha")
        assert follower.new_lines() == []
        _write(path, "lf\n")
        assert follower.new_lines() == ["half"]

    def test_goes_on_after_a_rotation(self, path, monkeypatch):
        """A log that was put aside is followed in its new file."""
        monkeypatch.setattr(logs, "_ROTATE_BYTES", 3)
        _write(path, "a long line\n")
        follower = Follower(path)
        _write(path, "new\n")
        assert follower.new_lines() == ["new"]


class TestOpenLog:
    def test_puts_a_big_log_aside(self, path, monkeypatch):
        """Logs don't grow for ever, and the last one is kept."""
        monkeypatch.setattr(logs, "_ROTATE_BYTES", 3)
        _write(path, "first\n")
        _write(path, "second\n")
        assert path.with_name("tenant.log.1").read_text() == "first\n"
