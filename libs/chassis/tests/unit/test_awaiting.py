"""Waiting for what a service needs."""

import asyncio

import pytest
from bus.faults import BusUnavailable
from chassis.awaiting import unless, until_there
from contracts.faults import Conflict
from pymongo.errors import AutoReconnect


class Attempts:
    """Fails with each of the errors, then works."""

    def __init__(self, *errors):
        self._errors = list(errors)
        self.count = 0

    async def __call__(self):
        self.count += 1
        if self._errors:
            raise self._errors.pop(0)
        return "there"


class TestUntilThere:
    async def test_it_returns_what_came(self):
        """At the first attempt when it can."""
        assert await until_there("bus", Attempts()) == "there"

    async def test_it_tries_until_it_works(self):
        """Bus and database may start after the service."""
        attempts = Attempts(BusUnavailable(), AutoReconnect("refused"))
        await until_there("bus", attempts)
        assert attempts.count == 3

    async def test_it_says_once_what_is_awaited(self, logs):
        """A line, not a stream of them."""
        await until_there("bus", Attempts(BusUnavailable(), BusUnavailable()))
        assert [(entry["event"], entry["needed"]) for entry in logs] == [("awaiting", "bus")]

    async def test_it_says_nothing_when_it_is_there(self, logs):
        """Silence means that nothing was awaited."""
        await until_there("bus", Attempts())
        assert logs == []

    async def test_other_failures_pass(self):
        """Waiting doesn't help against them."""
        with pytest.raises(Conflict):
            await until_there("bus", Attempts(Conflict()))


class TestUnless:
    async def test_it_returns_what_the_work_returns(self):
        """Nobody told us to stop."""
        assert await unless(asyncio.Event(), Attempts()()) == "there"

    async def test_the_works_failure_passes(self):
        """The process ends with it."""
        with pytest.raises(Conflict):
            await unless(asyncio.Event(), Attempts(Conflict())())

    async def test_work_is_dropped_when_told_to_stop(self):
        """However long it would wait, and its own cleaning up is done."""
        stopping, cleaned = asyncio.Event(), []

        async def work():
            stopping.set()
            try:
                await asyncio.Event().wait()
            finally:
                cleaned.append(True)

        assert await unless(stopping, work()) is None
        assert cleaned == [True]
