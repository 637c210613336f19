"""Outbox and relay against a model: whatever happens in whatever order, each entry once."""

import json
import random
from collections import defaultdict

from bus import MemoryConnection, bootstrap
from bus.faults import BusUnavailable
from chassis.moving import Mover
from chassis.publisher import Publisher
from chassis.telemetry import RelayFigures
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = ["savings", "daily"]
STEPS = {"write": 8, "go on": 4, "sweep": 4, "cut": 1, "restore": 2}


class World:
    """A bank, a bus, a relay, and a second relay that is slow: it acts on what it saw long ago."""

    def __init__(self, stored, make_event, connection):
        self._stored = stored
        self._make_event = make_event
        self._connection = connection
        self._relay = stored.relay(connection)
        self._slow = Mover(
            stored.accounts, Publisher(connection), RelayFigures(), is_transient=False
        )
        self._seen = defaultdict(list)
        self.accounts = {}
        self.written = defaultdict(list)

    async def write(self, name):
        """Open the account, or change it; note what must be published."""
        event = self._make_event(account=name)
        if name in self.accounts:
            await self._stored.outbox.save(self.accounts[name], [event])
        else:
            self.accounts[name] = await self._stored.open(event, name=name)
        self.written[name].append(event.id)
        self._seen[name].append(await self._stored.raw(self.accounts[name].id))

    async def go_on(self, name):
        """The slow relay publishes and removes what it once read; a killed one never does."""
        if self._seen[name]:
            await self._slow.move(self._seen[name].pop(0))

    async def sweep(self, _name=""):
        await self._relay.sweep()

    async def cut(self, _name=""):
        self._connection.disconnect()

    async def restore(self, _name=""):
        if not self._connection.is_connected:
            self._connection.reconnect()

    async def do(self, step, name):
        """Without a bus relays fail, and say so; writers don't."""
        try:
            await getattr(self, step.replace(" ", "_"))(name)
        except BusUnavailable:
            assert not self._connection.is_connected


def published(connection):
    """Return the ids in the stream by account, oldest first."""
    found = defaultdict(list)
    stream = connection.broker.streams["EVENTS"]
    for number in range(1, stream.last_sequence + 1):
        message = stream.at(number)
        found[json.loads(message.payload)["account"]].append(message.headers["Nats-Msg-Id"])
    return found


class TestOutboxAndRelay:
    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.integers(0, 2**32))
    async def test_each_written_entry_is_published_once_and_in_order(
        self, stored, make_event, seed
    ):
        """None lost, none twice, none before its predecessor; the last version in the directory."""
        await stored.accounts.delete_many({})
        connection = MemoryConnection()
        await bootstrap(connection)
        world = World(stored, make_event, connection)
        # Steps drawn one by one would mostly be alike: here each run is as wild as the others.
        chance = random.Random(seed)
        for step in chance.choices([*STEPS], weights=[*STEPS.values()], k=30):
            await world.do(step, chance.choice(NAMES))
        await world.restore()
        await world.sweep()
        assert published(connection) == world.written
        for name, account in world.accounts.items():
            held = await connection.key_value("directory").get(f"account.{name}")
            assert json.loads(held.value)["version"] == account.version
            assert await stored.waiting(account.id) == []
