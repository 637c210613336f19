"""How methods are bound to rpcs."""

from types import SimpleNamespace

import pytest
from bus import Client, MemoryConnection, Service, within
from chassis.idempotency import Idempotency
from chassis.serving import serve
from contracts.faults import TooLate, Unavailable
from contracts.message import Message
from contracts.rpc import Rpc
from pymongo.errors import AutoReconnect


class Ask(Message):
    text: str = ""


class Tell(Message):
    text: str = ""


def rpc(name: str, *, changes: bool) -> Rpc[Ask, Tell]:
    return Rpc(
        service="demo",
        version="v1",
        interface="DemoService",
        name=name,
        subject=f"rpc.demo.v1.{name}",
        request=Ask,
        reply=Tell,
        access=("internal",),
        changes=changes,
    )


ECHO, STORE = rpc("echo", changes=False), rpc("store", changes=True)


class Demo:
    async def echo(self, request):
        return Tell(text=request.text)

    async def store(self, request):
        raise AutoReconnect(request.text)


@pytest.fixture
async def caller():
    connection = MemoryConnection()
    service = Service(connection, name="demo", version="1.0.0")
    serve(service, Demo(), [ECHO, STORE], idempotency=Idempotency())
    await service.start()
    yield Client(connection)
    await service.stop()


class TestServe:
    async def test_each_rpc_is_answered_by_the_method_of_its_name(self, caller):
        """Nothing is registered by hand."""
        assert (await caller.call(ECHO, Ask(text="hello"))).text == "hello"

    def test_a_missing_method_fails_at_once(self, memory_bus):
        """At start, not when somebody calls."""
        service = Service(memory_bus, name="demo", version="1.0.0")
        with pytest.raises(TypeError, match="SimpleNamespace has no method echo"):
            serve(service, SimpleNamespace(), [ECHO], idempotency=Idempotency())

    async def test_the_databases_failure_is_told_as_503(self, caller):
        """Never as an error of ours, and with the time to wait."""
        with pytest.raises(Unavailable) as caught:
            await caller.call(STORE, Ask(text="x"))
        expected = ("database_unavailable", True)
        assert (caught.value.reason, caught.value.retry_after_seconds > 0) == expected

    async def test_late_work_is_not_begun(self, caller):
        """Nobody waits for the answer."""
        with within(0.0), pytest.raises(TooLate):
            await caller.call(ECHO, Ask(text="x"))
