"""A service that is told to stop in the midst of starting, at whatever moment."""

import asyncio
import random
import time
from typing import ClassVar

import chassis
import pytest
from chassis import StoredDocument, outbox_index
from chassis.running import serve_until
from contracts.message import Message
from devstack.waiting import eventually
from pymongo.errors import PyMongoError

SEED = 6
LIVES = 60
LEFT = {"work_does_not_end", "drain_cut_short", "bus_disconnected"}


class Settings(chassis.Settings):
    service: ClassVar[str] = "demo"
    description: ClassVar[str] = "For these tests."


class WordDocument(StoredDocument, Message, extra="ignore"):
    class Settings:
        """Found by the sweep."""

        name = "words"
        keep_nulls = False
        indexes: ClassVar = [outbox_index()]


async def read():
    return await WordDocument.get_pymongo_collection().find({}).to_list()


async def again():
    """Work as services do: what fails is tried again."""
    while True:
        try:
            await read()
        except PyMongoError:
            continue


async def compose(composed):
    await read()
    await composed.connection.key_value("directory").watch(lambda _: None, prefix="tenant")
    for _ in range(3):
        composed.background(again())


@pytest.fixture
def settings(bus, nats_url, mongo_url):  # noqa: ARG001 - the streams exist
    return Settings(NATS_URL=nats_url, MONGO_URL=mongo_url, DRAIN_SECONDS=30)


async def start_seconds(settings, logs):
    """Live once, and tell how long it takes to be ready here."""
    stopping, began = asyncio.Event(), time.perf_counter()
    life = asyncio.create_task(serve_until(stopping, settings, [WordDocument], compose))
    await eventually(lambda: asyncio.sleep(0, "ready" in [entry["event"] for entry in logs]))
    spent = time.perf_counter() - began
    stopping.set()
    await life
    return spent


# Cancelled while it connects, pymongo leaves its socket to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.slow
async def test_it_ends(settings, logs):
    """Within the drain time, every time, and no work has to be left behind."""
    moments = random.Random(SEED)
    unhurried = await start_seconds(settings, logs)
    for life in range(LIVES):
        stopping = asyncio.Event()
        delay = moments.uniform(0, 1.3 * unhurried)
        asyncio.get_running_loop().call_later(delay, stopping.set)
        async with asyncio.timeout(settings.drain_seconds):
            await serve_until(stopping, settings, [WordDocument], compose)
        told = [entry["event"] for entry in logs]
        assert not LEFT & set(told), (SEED, life, delay)
    ready = told.count("ready") - 1
    print(f"seed {SEED}: {LIVES} lives ended, {ready} of them had been ready")
