"""oCIS' own event stream, and a stream that takes nothing more."""

import base64
import json
import uuid

import pytest
from bus import ConsumerSpec, StreamSpec, connect
from bus.faults import StreamRefused
from ingest import Figures, Publisher
from ingest import Recorder as Entries
from ingest_ocis.queue import Queue
from ingest_ocis.recorder import Recorder


class Nobody:
    """A directory that knows nobody."""

    def tenant_of_space(self, _space):
        return None

    def person_at(self, _source, _identity):
        return None


class Place:
    cursor = None

    async def save(self):
        """The stream keeps the place."""


def message(name):
    payload = {"Executant": {"opaque_id": "u-1"}, "ID": {"opaque_id": "s$x!x"}, "Name": name}
    return json.dumps(
        {
            "Timestamp": "2026-05-24T12:00:00.123456789Z",
            "Metadata": {"eventid": str(uuid.uuid4()), "eventtype": "events.SpaceCreated"},
            "Topic": "main-queue",
            "Payload": base64.b64encode(json.dumps(payload).encode()).decode(),
        }
    ).encode()


@pytest.fixture
async def upstream(bus):
    await bus.ensure_stream(StreamSpec("main-queue", ("main-queue",)))
    return bus


@pytest.fixture
def figures():
    return Figures("ocis")


@pytest.fixture
async def queue(upstream, nats_url, figures):
    async def line():
        return await connect(nats_url, name="ingest_ocis")

    entries = Entries(Publisher(upstream, source="ocis"), figures)
    queue = Queue(line, Recorder(Nobody(), entries, figures))
    yield queue
    await queue.close()


async def stored(bus):
    await bus.ensure_consumer(ConsumerSpec("AUDIT", "test"))
    puller = await bus.pull("AUDIT", "test")
    found = await puller.fetch(100, timeout_seconds=0.5)
    await puller.close()
    return [json.loads(one.payload) for one in found]


class TestQueue:
    async def test_events(self, upstream, queue):
        """Every message is an entry, under the event's own id; the rest is counted."""
        sent = [message("one"), message("two"), b"no envelope"]
        for one in sent:
            await upstream.append("main-queue", one)
        while await queue.tick(Place()):
            pass
        entries = await stored(upstream)
        assert [entry["resourceName"] for entry in entries] == ["one", "two"]
        ids = [json.loads(one)["Metadata"]["eventid"] for one in sent[:2]]
        assert [entry["externalId"] for entry in entries] == ids

    async def test_refused(self, upstream, queue, figures, monkeypatch):
        """What our stream can't store, for its disk is full, stays in theirs and comes again."""
        await upstream.append("main-queue", message("one"))
        append = upstream.append_batch

        async def full(_publications):
            raise StreamRefused("insufficient resources")

        monkeypatch.setattr(upstream, "append_batch", full)
        with pytest.raises(StreamRefused):
            await queue.tick(Place())
        assert figures.tell()["published"] == 0
        monkeypatch.setattr(upstream, "append_batch", append)
        await queue._forget()
        while not figures.tell()["published"]:
            await queue.tick(Place())
        assert [entry["resourceName"] for entry in await stored(upstream)] == ["one"]
