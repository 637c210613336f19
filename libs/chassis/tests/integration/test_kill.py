"""Kill -9 of whatever it may be, at random moments: nothing is lost, nothing is invented."""

import asyncio
import json
import random
import sys
from collections import Counter, defaultdict
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from bus import ConsumerSpec, bootstrap, connect
from chassis import mongo
from chassis.relay import Relay
from devstack.mongo import Database
from devstack.waiting import eventually

TELLER = Path(__file__).with_name("teller.py")
# Eight kills of the process over both seeds, and two of each server.
VICTIMS = ["teller"] * 4 + ["nats"] + ["database"]


@pytest.fixture
def database_of_its_own(tmp_path):
    """Give a database server that may be killed."""
    server = Database(tmp_path / "store")
    server.start()
    yield server
    server.stop()


class Bank:
    """Tellers at work, and what they have been told is done."""

    def __init__(self, nats_server, database_server):
        self._servers = {"nats": nats_server, "database": database_server}
        self.acknowledged = []

    @asynccontextmanager
    async def teller(self):
        """Run a teller; it is killed at the end."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(TELLER),
            self._servers["database"].url,
            self._servers["nats"].url,
            stdout=asyncio.subprocess.PIPE,
        )
        reading = asyncio.create_task(self._read(process.stdout))
        try:
            yield
        finally:
            process.kill()
            await process.wait()
            await reading

    async def deposits(self, count):
        """Wait for so many more."""
        goal = len(self.acknowledged) + count
        await eventually(
            lambda: asyncio.sleep(0, len(self.acknowledged)),
            until=lambda done: done >= goal,
            timeout_seconds=60,
        )

    async def restart(self, name):
        """Kill a server, and start it again on its store."""
        await asyncio.to_thread(self._servers[name].kill)
        await asyncio.to_thread(self._servers[name].start)

    async def _read(self, stream):
        while line := await stream.readline():
            told = json.loads(line)
            self.acknowledged.append((told["account"], told["number"]))


async def recover(connection, database):
    """Publish what was left, as the next process does when it starts; return the balances."""
    collection = database["accounts"]
    relay = Relay(connection, [collection])
    await relay.sweep()
    assert await relay.depth() == 0
    return {one["name"]: one["balance"] async for one in collection.find({})}


async def read_stream(connection):
    """Return the stream's messages as (id, account, number), oldest first."""
    await connection.ensure_consumer(ConsumerSpec("EVENTS", "reader"))
    puller = await connection.pull("EVENTS", "reader")
    found = []
    while batch := await puller.fetch(1000, timeout_seconds=2):
        for delivery in batch:
            told = json.loads(delivery.payload)
            found.append((delivery.headers["Nats-Msg-Id"], told["account"], told["number"]))
            await delivery.ack()
    await puller.close()
    return found


@pytest.mark.slow
@pytest.mark.timeout(300)
class TestKill:
    @pytest.mark.parametrize("seed", [1, 2])
    async def test_every_change_has_exactly_one_entry(self, nats_server, database_of_its_own, seed):
        """After recovery, and after the reader has dropped ids it has seen."""
        chance = random.Random(seed)
        bank = Bank(nats_server, database_of_its_own)
        connection = await connect(nats_server.url, name="tests")
        await bootstrap(connection)
        for victim in chance.sample(VICTIMS, len(VICTIMS)):
            async with bank.teller():
                await bank.deposits(chance.randrange(20, 250))
                if victim != "teller":
                    await bank.restart(victim)
                    await bank.deposits(chance.randrange(20, 100))
        async with mongo.opened(database_of_its_own.url, "bank") as database:
            balances = await recover(connection, database)
        messages = await read_stream(connection)
        await connection.drain()

        seen = dict.fromkeys(messages)
        history = defaultdict(list)
        for _id, account, number in seen:
            history[account].append(number)
        entries = Counter((account, number) for _id, account, number in seen)
        lost = [change for change in bank.acknowledged if not entries[change]]
        doubled = [change for change, count in entries.items() if count > 1]
        phantom = [one for one in entries if one[1] > balances[one[0]]]
        print(
            f"seed {seed}: {len(bank.acknowledged)} acknowledged, {len(seen)} entries,"
            f" {len(messages) - len(seen)} duplicates dropped, {len(lost)} lost,"
            f" {len(doubled)} doubled, {len(phantom)} phantom"
        )
        assert (lost, doubled, phantom) == ([], [], [])
        # Each stored change has its entry, in the order in which they were made.
        assert history == {
            account: list(range(1, balance + 1)) for account, balance in balances.items() if balance
        }
