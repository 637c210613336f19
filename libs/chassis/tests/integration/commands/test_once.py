"""The same command, sent again."""

import asyncio

import pytest
from chassis.claims import KeyReused
from contracts.faults import Conflict, Fault, TooManyRequests, Unavailable
from contracts.platform.v1 import FieldError
from pymongo.errors import AutoReconnect


class TestOnce:
    async def test_without_a_key_it_just_runs(self, once, command_of):
        """Keys are optional."""
        command = command_of()
        assert [await once(command, key=""), await once(command, key="")] == [1, 2]

    async def test_a_secret_is_told_once(self, once, command_of, database):
        """It is stored nowhere: the repeated answer leaves it empty."""
        command = command_of()
        told = [(await once(command)).secret for _ in range(2)]
        assert told == ["secret 1", ""]
        assert "secret 1" not in str(await database["idempotency"].find_one({}))

    async def test_the_same_again_is_answered_the_same(self, once, command_of):
        """Without running again."""
        command = command_of()
        assert [await once(command), await once(command), command.runs] == [1, 1, 1]

    @pytest.mark.parametrize(
        "other", [{"key": "other"}, {"person": "bert"}, {"person": ""}, {"to": "other"}]
    )
    async def test_another_command_runs(self, once, command_of, other):
        """A key means something only for one caller and one rpc."""
        command = command_of()
        assert [await once(command), await once(command, **other)] == [1, 2]

    @pytest.mark.parametrize(
        "other", [{"name": "bolt"}, {"name": "acme", "note": None}], ids=["value", "null"]
    )
    async def test_the_key_with_another_body_is_refused(self, once, command_of, other):
        """To clear a field is another request than to leave it out."""
        command = command_of()
        await once(command)
        with pytest.raises(KeyReused):
            await once(command, asked=other)
        assert command.runs == 1

    async def test_a_refusal_is_an_answer(self, once, command_of):
        """It is told again with all that it said, even if it wouldn't be refused any more."""
        errors = [FieldError(field="slug", message="is taken")]
        command = command_of(Conflict("The slug is taken.", errors=errors, reason="slug_taken"))
        told = []
        for _ in range(2):
            with pytest.raises(Conflict) as refused:
                await once(command)
            told.append(refused.value.problem())
        assert (told[0], command.runs) == (told[1], 1)

    @pytest.mark.parametrize(
        "error",
        [Unavailable(), Fault("bug"), TooManyRequests(), AutoReconnect("gone"), ValueError("bug")],
        ids=lambda error: type(error).__name__,
    )
    async def test_what_may_pass_is_forgotten(self, once, command_of, error):
        """The next try runs."""
        command = command_of(error)
        with pytest.raises(type(error)):
            await once(command)
        assert await once(command) == 2

    async def test_a_cancelled_one_is_forgotten(self, once, command_of):
        """The process was told to stop meanwhile."""
        command = command_of(waits=True)
        task = asyncio.create_task(once(command))
        await command.began.wait()
        task.cancel()
        await asyncio.wait([task])
        command.may_end.set()
        assert await once(command) == 2
