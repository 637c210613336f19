"""What callers hear of the database's failures."""

import time
from contextlib import nullcontext

import pymongo
import pytest
from bus import within
from chassis.faults import DatabaseTooLate, DatabaseUnavailable, database_deadline
from contracts.faults import Conflict
from pymongo import errors


def raised_as(error: Exception, *, seconds: float | None = 5.0) -> type[Exception]:
    """Say what a caller who waits that long is told; nobody waits for None."""
    waiting = nullcontext() if seconds is None else within(seconds)
    with waiting, pytest.raises(Exception) as caught, database_deadline():  # noqa: PT011
        raise error
    return caught.type


class TestDatabaseDeadline:
    @pytest.mark.parametrize(
        "error",
        [
            errors.ServerSelectionTimeoutError("no server"),
            errors.AutoReconnect("closed"),
            errors.NotPrimaryError("stepped down"),
            errors.ConnectionFailure("refused"),
        ],
        ids=lambda error: type(error).__name__,
    )
    def test_an_absent_database_is_unavailable(self, error):
        """503: try again."""
        assert raised_as(error) is DatabaseUnavailable

    @pytest.mark.parametrize(
        "error",
        [
            errors.NetworkTimeout("slow"),
            errors.ExecutionTimeout("slow", 50),
            errors.WTimeoutError("slow", 64, {"errInfo": {"wtimeout": True}}),
            errors.WaitQueueTimeoutError("no connection was free"),
        ],
        ids=lambda error: type(error).__name__,
    )
    def test_a_slow_database_is_too_late(self, error):
        """504: whether a write was made is unknown."""
        assert raised_as(error) is DatabaseTooLate

    @pytest.mark.parametrize(
        "error",
        [
            errors.DuplicateKeyError("taken", 11000, {"keyPattern": {"slug": 1}}),
            errors.OperationFailure("unauthorized", 13),
            Conflict("theirs"),
            ValueError("ours"),
        ],
        ids=lambda error: type(error).__name__,
    )
    def test_other_failures_pass_untouched(self, error):
        """A store acts on them, or they are our mistake."""
        assert raised_as(error) is type(error)

    def test_a_caller_may_try_again(self):
        """Unavailable says when."""
        with pytest.raises(DatabaseUnavailable) as caught, database_deadline():
            raise errors.AutoReconnect("closed")
        assert caught.value.retry_after_seconds > 0

    def test_the_database_gets_what_is_left(self):
        """Pymongo's own clock ends with the request's."""
        with within(3.0), database_deadline():
            left = pymongo._csot.get_deadline() - time.monotonic()
        assert 0 < left <= 3.0

    def test_an_absent_database_leaves_time_for_the_answer(self):
        """Pymongo retries until its time is over: that must come before the caller's."""
        with within(10.0), database_deadline():
            left = pymongo._csot.get_deadline() - time.monotonic()
        assert left <= 4.0

    def test_background_work_waits_longer(self):
        """What nobody waits for may take its time, but not for ever."""
        with database_deadline():
            assert pymongo._csot.get_timeout() == 20.0

    def test_late_background_work_is_unavailable(self):
        """A consumer then holds its batch, and blames no message."""
        assert raised_as(errors.NetworkTimeout("slow"), seconds=None) is DatabaseUnavailable

    def test_a_deadline_that_is_over_asks_nothing(self):
        """Pymongo would take 0 for no limit."""
        with within(0.0), pytest.raises(DatabaseTooLate), database_deadline():
            raise AssertionError
