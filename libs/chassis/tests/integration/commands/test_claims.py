"""Who runs a command that is sent more than once."""

import asyncio
from datetime import timedelta

import pymongo
import pytest
from chassis.claims import StillRunning
from contracts.faults import Conflict
from devstack.waiting import eventually


class TestClaim:
    async def test_while_it_runs_the_same_is_refused(self, once, command_of):
        """409, with the time to wait."""
        command = command_of(waits=True)
        first = asyncio.create_task(once(command))
        await command.began.wait()
        with pytest.raises(StillRunning) as refused:
            await once(command)
        command.may_end.set()
        assert (await first, refused.value.retry_after_seconds > 0) == (1, True)

    async def test_at_the_same_moment_one_runs(self, once, command_of):
        """Twenty at once: one runs, the others hear that it does, or its answer."""
        command = command_of()
        answers = await asyncio.gather(*(once(command) for _ in range(20)), return_exceptions=True)
        assert command.runs == 1
        assert {a if isinstance(a, int) else type(a) for a in answers} <= {1, StillRunning}

    async def test_a_killed_ones_claim_ends(self, once, command_of, clock):
        """A while after the request's own deadline, the next try takes over."""
        killed = command_of(waits=True)
        task = asyncio.create_task(once(killed, seconds=10))
        await killed.began.wait()
        clock.ahead = timedelta(seconds=14)
        with pytest.raises(StillRunning):
            await once(command_of())
        clock.ahead = timedelta(seconds=20)
        assert await once(command_of()) == 1
        task.cancel()
        await asyncio.wait([task])

    async def test_who_was_taken_over_changes_nothing(self, once, command_of, clock):
        """It wasn't dead, only slow: the answer that is kept is the later one's."""
        slow = command_of(Conflict("too late"), waits=True)
        task = asyncio.create_task(once(slow))
        await slow.began.wait()
        clock.ahead = timedelta(minutes=2)
        await once(command_of())
        slow.may_end.set()
        await asyncio.wait([task])
        assert isinstance(task.exception(), Conflict)
        assert await once(command_of()) == 1

    async def test_the_answer_outlives_the_deadline(self, once, command_of):
        """A command that took all of its time is still answered once."""
        command = command_of(waits=True)
        with pymongo.timeout(0.5):
            task = asyncio.create_task(once(command))
            await command.began.wait()
            await eventually(lambda: asyncio.sleep(0, pymongo._csot.remaining() < 0))
            command.may_end.set()
            await task
        assert await once(command_of(ValueError("ran again"))) == 1

    async def test_answers_are_kept_for_a_day(self, database, clock):  # noqa: ARG002
        """MongoDB removes them by itself."""
        indexes = await database["idempotency"].index_information()
        assert indexes["at_1"]["expireAfterSeconds"] == 24 * 3600
