"""A fourth source needs one pure file: everything else is the library's."""

import pytest
from bus import MemoryConnection, bootstrap
from contracts.audit.v1 import Publication
from ingest import Malformed, Publisher, Skipped

PUSH = {
    "event": "push",
    "at": "2026-05-24T12:00:00Z",
    "sender": {"id": 7, "login": "li", "email": "li@acme.example"},
    "repository": {"id": 9, "full_name": "acme/site"},
    "hook": {"config": {"secret": "hook-secret-value"}},
}


@pytest.fixture
def told(code_host, mirror):
    return lambda raw: code_host.normalise(raw, mirror, delivery="d-1")


class TestNormalise:
    def test_entry(self, told):
        """Actor, tenant, resource and verb, without the secret."""
        entry = told(PUSH).publication
        assert (entry.action, entry.actor_email) == ("codehost.code_pushed", "li@acme.example")
        assert (entry.tenant_slug, entry.resource_name) == ("acme", "acme/site")
        assert "hook-secret-value" not in entry.dump_json().decode()

    def test_unknown(self, told):
        """An event that nobody has heard of passes under its own name."""
        assert told(PUSH | {"event": "merge-queue"}).publication.action == "codehost.merge_queue"

    def test_noise(self, told):
        """Noise is counted."""
        assert told(PUSH | {"event": "star"}) == Skipped("noise:star")

    def test_malformed(self, told):
        """What names no sender makes no sense."""
        assert isinstance(told({"event": "push"}), Malformed)


class TestPublisher:
    @pytest.fixture
    async def line(self):
        line = MemoryConnection()
        await bootstrap(line)
        return line

    async def test_subject(self, line, told):
        """The entry is in the stream under source, tenant and verb, with a random id."""
        stored = []

        async def see(message):
            stored.append(message)

        watching = await line.subscribe("audit.>", see)
        await Publisher(line, source="codehost").publish([told(PUSH).publication] * 2)
        await watching.drain()
        assert {one.subject for one in stored} == {"audit.codehost.acme.codehost.code_pushed"}
        said = [Publication.parse(one.payload) for one in stored]
        assert len({one.id for one in said}) == 2
        assert {one.external_id for one in said} == {"d-1"}
