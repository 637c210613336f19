"""What callers hear of the database's failures."""

import time

import pymongo
import pytest
from bus import within
from chassis.faults import DatabaseTooLate, DatabaseUnavailable, database_deadline
from contracts.faults import Conflict
from pymongo import errors


def raised_as(error: Exception) -> type[Exception]:
    with pytest.raises(Exception) as caught, database_deadline():  # noqa: PT011 - which one is asked
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
        """pymongo's own clock ends with the request's."""
        with within(3.0), database_deadline():
            left = pymongo._csot.get_deadline() - time.monotonic()
        assert 0 < left <= 3.0

    def test_without_a_deadline_there_is_none(self):
        """What nobody waits for may take its time."""
        with database_deadline():
            assert pymongo._csot.get_timeout() is None

    def test_a_deadline_that_is_over_asks_nothing(self):
        """pymongo would take 0 for no limit."""
        with within(0.0), pytest.raises(DatabaseTooLate), database_deadline():
            raise AssertionError
