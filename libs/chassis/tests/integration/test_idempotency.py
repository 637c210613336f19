"""Commands under an Idempotency-Key."""

import asyncio
from datetime import timedelta

import pymongo
import pytest
from beanie import init_beanie
from bus import acting_as, answering, within
from chassis import now
from chassis.claims import IdempotencyDocument, KeyReused, StillRunning
from chassis.idempotency import Idempotency
from contracts.faults import Conflict, Fault, TooManyRequests, Unavailable
from contracts.message import Message
from contracts.platform.v1 import Actor, FieldError
from contracts.rpc import Rpc
from devstack.waiting import eventually
from pymongo.errors import AutoReconnect

ANNA, BERT = Actor(type="user", id="anna"), Actor(type="user", id="bert")


class Ask(Message):
    name: str = ""
    note: str | None = None


class Told(Message):
    number: int = 0


def rpc(name="store") -> Rpc[Ask, Told]:
    return Rpc(
        service="demo",
        version="v1",
        interface="DemoService",
        name=name,
        subject=f"rpc.demo.v1.{name}",
        request=Ask,
        reply=Told,
    )


class Command:
    """Counts how often it ran; fails with what it is given first."""

    def __init__(self, *errors):
        self.runs = 0
        self.began, self.may_end = asyncio.Event(), asyncio.Event()
        self.may_end.set()
        self._errors = list(errors)

    async def __call__(self, _request):
        self.runs += 1
        run = self.runs
        self.began.set()
        await self.may_end.wait()
        if self._errors:
            raise self._errors.pop(0)
        return Told(number=run)


class Clock:
    def __init__(self):
        self.ahead = timedelta()

    def __call__(self):
        return now() + self.ahead


@pytest.fixture
async def clock(database):
    await init_beanie(database=database, document_models=[IdempotencyDocument])
    return Clock()


@pytest.fixture
def once(clock):
    """Give a way to send a command as the gateway does."""
    idempotency = Idempotency(clock=clock)

    async def sent(command, *, key="k", asked=None, actor=ANNA, to=None, seconds=30):
        request = Ask(name="acme") if asked is None else asked
        with acting_as(actor), answering("r", idempotency_key=key), within(seconds):
            return (await idempotency.once(to or rpc(), request, command)).number

    return sent


async def refused(work) -> Fault:
    with pytest.raises(Fault) as caught:
        await work
    return caught.value


class TestOnce:
    async def test_without_a_key_it_just_runs(self, once):
        """Keys are optional."""
        command = Command()
        assert [await once(command, key=""), await once(command, key="")] == [1, 2]

    async def test_the_same_again_is_answered_the_same(self, once):
        """Without running again."""
        command = Command()
        assert [await once(command), await once(command), command.runs] == [1, 1, 1]

    @pytest.mark.parametrize(
        "other",
        [{"key": "other"}, {"actor": BERT}, {"actor": None}, {"to": rpc("other")}],
        ids=["key", "person", "nobody", "rpc"],
    )
    async def test_another_command_runs(self, once, other):
        """A key means something only for one caller and one rpc."""
        command = Command()
        assert [await once(command), await once(command, **other)] == [1, 2]

    @pytest.mark.parametrize(
        "other", [Ask(name="bolt"), Ask(name="acme", note=None)], ids=["value", "null"]
    )
    async def test_the_key_with_another_body_is_refused(self, once, other):
        """To clear a field is another request than to leave it out."""
        command = Command()
        await once(command)
        assert type(await refused(once(command, asked=other))) is KeyReused
        assert command.runs == 1

    async def test_a_refusal_is_an_answer(self, once):
        """It is told again with all that it said, even if it wouldn't be refused any more."""
        errors = [FieldError(field="slug", message="is taken")]
        command = Command(Conflict("The slug is taken.", errors=errors, reason="slug_taken"))
        first, again = await refused(once(command)), await refused(once(command))
        assert (again.problem(), command.runs) == (first.problem(), 1)

    @pytest.mark.parametrize(
        "error",
        [Unavailable(), Fault("bug"), TooManyRequests(), AutoReconnect("gone"), ValueError("bug")],
        ids=lambda error: type(error).__name__,
    )
    async def test_what_may_pass_is_forgotten(self, once, error):
        """The next try runs."""
        command = Command(error)
        with pytest.raises(type(error)):
            await once(command)
        assert await once(command) == 2

    async def test_a_cancelled_one_is_forgotten(self, once):
        """The process was told to stop meanwhile."""
        command = Command()
        command.may_end.clear()
        task = asyncio.create_task(once(command))
        await command.began.wait()
        task.cancel()
        await asyncio.wait([task])
        command.may_end.set()
        assert await once(command) == 2


class TestClaim:
    async def test_while_it_runs_the_same_is_refused(self, once):
        """409, with the time to wait."""
        command = Command()
        command.may_end.clear()
        first = asyncio.create_task(once(command))
        await command.began.wait()
        fault = await refused(once(command))
        command.may_end.set()
        assert (type(fault), fault.retry_after_seconds > 0) == (StillRunning, True)
        assert await first == 1

    async def test_at_the_same_moment_one_runs(self, once):
        """Twenty at once: one runs, the others hear that it does, or its answer."""
        command = Command()
        answers = await asyncio.gather(*(once(command) for _ in range(20)), return_exceptions=True)
        assert command.runs == 1
        assert {a if isinstance(a, int) else type(a) for a in answers} <= {1, StillRunning}

    async def test_a_killed_ones_claim_ends(self, once, clock):
        """A while after the request's own deadline, the next try takes over."""
        killed = Command()
        killed.may_end.clear()
        task = asyncio.create_task(once(killed, seconds=10))
        await killed.began.wait()
        clock.ahead = timedelta(seconds=14)
        assert type(await refused(once(Command()))) is StillRunning
        clock.ahead = timedelta(seconds=16)
        assert await once(Command()) == 1
        task.cancel()
        await asyncio.wait([task])

    async def test_who_was_taken_over_changes_nothing(self, once, clock):
        """It wasn't dead, only slow: the answer that is kept is the later one's."""
        slow = Command(Conflict("too late"))
        slow.may_end.clear()
        task = asyncio.create_task(once(slow))
        await slow.began.wait()
        clock.ahead = timedelta(minutes=2)
        await once(Command())
        slow.may_end.set()
        await asyncio.wait([task])
        assert isinstance(task.exception(), Conflict)
        assert await once(Command()) == 1

    async def test_the_answer_outlives_the_deadline(self, once):
        """A command that took all of its time is still answered once."""

        async def late(_request):
            await eventually(lambda: asyncio.sleep(0, pymongo._csot.remaining() < 0))
            return Told(number=1)

        with pymongo.timeout(0.5):
            await once(late)
        assert await once(Command(ValueError("ran again"))) == 1

    async def test_answers_are_kept_for_a_day(self, database, clock):  # noqa: ARG002
        """MongoDB removes them by itself."""
        indexes = await database["idempotency"].index_information()
        assert indexes["at_1"]["expireAfterSeconds"] == 24 * 3600
