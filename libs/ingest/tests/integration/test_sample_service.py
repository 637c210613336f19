"""The sample source as a service: what docs/adding-a-source.md promises, over real servers."""

import asyncio
import hmac
import json
import sys
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio
from bus import Client, ConsumerSpec, DeadLetter
from chassis.directory import person_key
from contracts.audit.v1 import Publication
from contracts.ingest.v1 import (
    IngestServiceClient,
    ListSourcesRequest,
    PauseSourceRequest,
    ResumeSourceRequest,
)
from devstack.ports import free_port
from devstack.probes import listens
from devstack.processes import Process, Program
from devstack.waiting import eventually

FOLDER = Path(__file__).parents[1] / "sample"
SECRET = "a-secret-of-the-code-host"
PERSON = "0190f5b2-0000-7000-8000-000000000001"
PUSH = {
    "event": "push",
    "at": "2026-05-24T12:00:00Z",
    "sender": {"id": 7, "login": "li", "email": "li@acme.example"},
    "repository": {"id": 9, "full_name": "acme/site"},
    "hook": {"config": {"secret": "hook-secret-value"}},
}


class Sample:
    """The running service, and what it has done."""

    def __init__(self, bus, url):
        self.bus = bus
        self.url = url
        self.sources = IngestServiceClient(Client(bus))

    async def post(self, event, *, delivery="d-1", secret=SECRET):
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        signature = hmac.digest(secret.encode(), body, "sha256").hex()
        headers = {"X-Hub-Signature-256": f"sha256={signature}", "X-Delivery": delivery}
        async with httpx2.AsyncClient(trust_env=False) as client:
            return await client.post(self.url, content=body, headers=headers)

    async def stored(self, stream):
        await self.bus.ensure_consumer(ConsumerSpec(stream, "test"))
        puller = await self.bus.pull(stream, "test")
        found = await puller.fetch(100, timeout_seconds=0.5)
        await puller.close()
        return [one.payload for one in found]

    async def told(self):
        """Return what operators see of it."""
        listed = await self.sources.list_sources(ListSourcesRequest())
        return {one.name: one for one in listed.items}


@pytest_asyncio.fixture
async def sample(bus, nats_url, mongo_url, tmp_path):
    person = {
        "id": PERSON,
        "email": "li@acme.example",
        "memberships": [{"tenantSlug": "acme", "role": "member"}],
        "lastLoginAt": "2026-05-24T12:00:00Z",
    }
    key = person_key("email", "li@acme.example")
    await bus.key_value("directory").put(key, json.dumps(person).encode())
    port = free_port()
    process = Process(
        Program(
            name="ingest_codehost",
            command=(sys.executable, "-m", "ingest_codehost"),
            log=tmp_path / "log",
            probe=listens(port),
            ports=(port,),
            environment={
                "PYTHONPATH": str(FOLDER),
                "NATS_URL": nats_url,
                "MONGO_URL": mongo_url,
                "INGEST_SOURCES": '["codehost", "stalwart"]',
                "INGEST_CODEHOST_SECRETS": json.dumps([SECRET]),
                "INGEST_CODEHOST_PORT": str(port),
            },
        )
    )
    await asyncio.to_thread(process.start)
    yield Sample(bus, f"http://127.0.0.1:{port}/ingest/codehost/webhook")
    await asyncio.to_thread(process.stop)


@pytest.mark.slow
async def test_fourth_source(sample):
    """A normalise.py, settings and a composition are a whole source: nothing else was written."""
    for delivery in ("d-1", "d-1", "d-2"):
        assert (await sample.post(PUSH, delivery=delivery)).json() == {"received": 1}
    assert (await sample.post(PUSH | {"event": "star"})).status_code == 200
    assert (await sample.post(b"{", delivery="d-3")).status_code == 200
    assert (await sample.post(PUSH, secret="another secret altogether")).status_code == 401

    entries = [Publication.parse(one) for one in await sample.stored("AUDIT")]
    assert [(one.action, one.external_id, one.tenant_slug) for one in entries] == [
        ("codehost.code_pushed", "d-1", "acme"),
        ("codehost.code_pushed", "d-1", "acme"),
        ("codehost.code_pushed", "d-2", "acme"),
    ]
    assert b"hook-secret-value" not in b"".join(one.dump_json() for one in entries)
    (letter,) = map(DeadLetter.read, await sample.stored("DEAD"))
    assert (letter.durable, letter.reason) == ("ingest_codehost", "an event is an object")

    told = await eventually(sample.told, until=lambda seen: len(seen["codehost"].errors) == 2)
    mine = told["codehost"]
    assert (mine.state, mine.skipped) == ("running", {"noise:star": 1})
    assert mine.errors == {"malformed": 1, "signature_rejected": 1}
    assert mine.redactions == 3
    assert mine.last_event_at.isoformat() == "2026-05-24T12:00:00+00:00"
    # One that nobody runs is listed all the same.
    assert told["stalwart"].state == "absent"

    await sample.sources.pause_source(PauseSourceRequest(source="codehost", reason="moving"))
    assert (await sample.post(PUSH)).status_code == 503
    await sample.sources.resume_source(ResumeSourceRequest(source="codehost"))
    assert (await sample.post(PUSH)).status_code == 200
