"""What operators do to sinks."""

import base64

import pytest
from audit.forwarding.secrets import Secrets
from audit.forwarding.store import SinkStore
from audit.persons.master import MasterKeys
from audit.rotation.rewrapping import Rewrapping
from audit.rotation.store import WrappedStore
from contracts.audit.v1 import (
    CreateSinkRequest,
    DeleteSinkRequest,
    EntryFilter,
    GetSinkRequest,
    ListSinksRequest,
    PauseSinkRequest,
    ProbeSinkRequest,
    UpdateSinkRequest,
)
from contracts.faults import Malformed, NotFound, StaleVersion
from sinks import verify

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class TestCreateSink:
    async def test_secret_once(self, timeline, sinks, url):
        """The secret that we make is told once; it is stored wrapped, and shown nowhere else."""
        asked = CreateSinkRequest(name=" SIEM ", kind="https", url=f"{url}/x")
        made = await sinks.create_sink(asked)
        assert made.secret.startswith("whsec_")
        assert (made.sink.name, made.sink.health.state) == ("SIEM", "ok")
        stored = await timeline.database["sinks"].find_one({})
        read = await sinks.get_sink(GetSinkRequest(id=made.sink.id))
        listed = await sinks.list_sinks(ListSinksRequest())
        (told,) = await timeline.published()
        for shown in (str(stored), read.dump_json(), listed.dump_json(), told.payload):
            assert made.secret not in str(shown)
            assert made.secret.removeprefix("whsec_") not in str(shown)
        assert (told.subject, read.sink) == ("audit.audit._.sink.created", listed.items[0])

    @pytest.mark.parametrize(
        ("field", "asked"),
        [
            ("url", {"url": "ftp://a.example"}),
            ("url", {"url": "https://user:pass@a.example"}),
            ("url", {"url": "https://"}),
            ("url", {"url": "https://[::1"}),
            ("url", {"url": "http://169.254.169.254/latest"}),
            ("url", {"url": "http://0xa9fea9fe/"}),
            ("url", {"kind": "syslog", "url": "tcp://a.example:514"}),
            ("url", {"kind": "syslog", "url": "tls://a.example:seven"}),
            ("url", {"kind": "objects", "url": "folder:../etc"}),
            ("url", {"kind": "objects", "url": "folder:here"}),
            ("url", {"kind": "objects", "url": "file:///etc", "secret": "a:b"}),
            ("secret", {"secret": "whsec_short"}),
            ("secret", {"kind": "splunk_hec"}),
            ("secret", {"kind": "splunk_hec", "secret": "a\nb"}),
            ("secret", {"kind": "syslog", "url": "tls://a.example", "secret": "x"}),
            ("secret", {"kind": "objects", "url": "s3://bucket"}),
            ("certificates", {"certificates": "none"}),
            (
                "endpoint",
                {
                    "kind": "objects",
                    "url": "s3://b",
                    "secret": "a:b",
                    "endpoint": "http://[fe80::1]",
                },
            ),
            ("q", {"filter": EntryFilter(q="nonsense:x")}),
        ],
    )
    async def test_refused(self, timeline, sinks, field, asked):
        """What can't be a sink is refused, by its field, and nothing is stored."""
        known = {"name": "SIEM", "kind": "https", "url": "https://siem.example/"}
        with pytest.raises(Malformed) as refused:
            await sinks.create_sink(CreateSinkRequest(**(known | asked)))
        assert [one.field for one in refused.value.errors] == [field]
        assert await timeline.database["sinks"].count_documents({}) == 0
        assert await timeline.published() == []

    @pytest.mark.parametrize(
        "asked",
        [
            {"kind": "splunk_hec", "url": "https://splunk.example:8088", "secret": "t"},
            {"kind": "syslog", "url": "tls://siem.example"},
            {"kind": "objects", "url": "s3://bucket/audit", "secret": "key:secret"},
        ],
    )
    async def test_kinds(self, sinks, asked):
        """Each kind can be made with what it needs; whose secret is given isn't told one."""
        made = await sinks.create_sink(CreateSinkRequest(name="x", **asked))
        assert (made.sink.kind, made.secret) == (asked["kind"], "")


class TestUpdateSink:
    async def test_elsewhere(self, sinks, add, url):
        """Another place needs the secret again: a stored one isn't sent to somewhere new."""
        sink = await add()
        asked = UpdateSinkRequest(id=sink.id, version=1, url=f"{url}/b")
        with pytest.raises(Malformed) as refused:
            await sinks.update_sink(asked)
        assert refused.value.errors[0].field == "secret"
        asked.secret = SECRET
        changed = (await sinks.update_sink(asked)).sink
        assert (changed.url, changed.version) == (f"{url}/b", 2)
        with pytest.raises(StaleVersion):
            await sinks.update_sink(asked)

    async def test_told(self, timeline, sinks, add):
        """The entry names what was changed, and never to what."""
        sink = await add()
        await timeline.published()
        asked = UpdateSinkRequest(id=sink.id, version=1, secret=SECRET, name="Other")
        await sinks.update_sink(asked)
        (told,) = await timeline.published()
        assert b'"fields":["name","secret"]' in told.payload
        assert SECRET.encode() not in told.payload

    async def test_removed(self, timeline, sinks, add):
        """A removed sink is gone, its secret first."""
        sink = await add()
        await sinks.delete_sink(DeleteSinkRequest(id=sink.id))
        with pytest.raises(NotFound):
            await sinks.get_sink(GetSinkRequest(id=sink.id))
        stored = await timeline.database["sinks"].find_one({})
        assert "wrapped" not in stored

    async def test_rotated(self, timeline, add):
        """A secret moves to the new master key with everything else that is wrapped."""
        sink = await add(secret=SECRET)
        new = "new:" + base64.b64encode(b"n" * 32).decode()
        keys = MasterKeys.read([new, *timeline.chassis.settings.master_keys])
        await Rewrapping(WrappedStore(), keys).sweep()
        stored = await SinkStore(timeline.chassis.outbox).one_of_all(sink.id)
        assert Secrets(MasterKeys.read([new])).of(stored) == SECRET

    async def test_paused_twice(self, timeline, sinks, add):
        """Pausing twice keeps the first reason, and leaves one entry."""
        sink = await add()
        await timeline.published()
        for reason in ("first", "second"):
            paused = await sinks.pause_sink(PauseSinkRequest(id=sink.id, reason=reason))
        assert (paused.sink.paused, paused.sink.reason) == (True, "first")
        assert len(await timeline.published()) == 1


class TestProbeSink:
    async def test_taken(self, timeline, sinks, add, receiver):
        """One made-up entry is sent at once, signed; that leaves an entry."""
        sink = await add(secret=SECRET)
        reply = await sinks.probe_sink(ProbeSinkRequest(id=sink.id))
        assert (reply.delivered, reply.error) == (True, "")
        ((_, headers, body),) = receiver.requests
        assert verify(
            SECRET,
            message_id=headers["webhook-id"],
            timestamp=headers["webhook-timestamp"],
            signatures=headers["webhook-signature"],
            body=body,
        )
        assert (await timeline.published())[-1].subject == "audit.audit._.sink.tested"

    async def test_not_taken(self, timeline, sinks, add, receiver):
        """Why it wasn't taken is said, and isn't an error of ours."""
        receiver.refusing.add("/a")
        sink = await add()
        reply = await sinks.probe_sink(ProbeSinkRequest(id=sink.id))
        assert (reply.delivered, reply.error) == (False, "answered 503")
        assert b'"outcome":"failure"' in (await timeline.published())[-1].payload
