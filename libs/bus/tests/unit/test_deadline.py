"""Until when the answer is wanted."""

import time

import pytest
from bus import deadline, within


class TestWithin:
    def test_none(self):
        """Outside of a request there is no deadline."""
        assert (deadline.current(), deadline.remaining_seconds()) == (None, None)
        assert not deadline.is_over()

    def test_inside(self):
        """Inside there is, and what is left of it shrinks."""
        with within(60):
            assert 59 < deadline.remaining_seconds() <= 60
        assert deadline.current() is None

    def test_never_longer(self):
        """An inner deadline can't extend the outer one."""
        with within(1), within(60):
            assert deadline.remaining_seconds() <= 1

    def test_over(self):
        """What is over stays at nothing left."""
        with within(-5):
            assert deadline.remaining_seconds() == 0
            assert deadline.is_over()


class TestHeader:
    def test_back(self):
        """What is written can be read, to the millisecond."""
        headers = {}
        deadline.write(headers, seconds=5)
        assert abs(deadline.read(headers) - time.time() - 5) < 1

    @pytest.mark.parametrize("text", ["", "soon", "-1", "1.5", "²", "1e9", " 1"])
    def test_not_a_moment(self, text):
        """What isn't a moment is no deadline."""
        assert deadline.read({"Deadline": text}) is None
        assert deadline.read({}) is None
