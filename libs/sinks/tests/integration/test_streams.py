"""Streams of records against servers that really listen."""

import asyncio
import gzip
import json
import re
import ssl
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import obstore
import pytest
import pytest_asyncio
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from obstore.store import LocalStore, S3Store
from sinks import NotDelivered, verify
from sinks.guard import Guard
from sinks.objects import Objects
from sinks.record_webhook import RecordWebhook
from sinks.records import Record
from sinks.splunk import SplunkHec
from sinks.syslog import Syslog

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AT = datetime(2026, 11, 1, 10, 59, 59, 999_000, tzinfo=UTC)


def records(count=3):
    """Make records a millisecond apart: of two, the second is of the next hour."""
    return [
        Record(
            id=f"id-{index}",
            index=index,
            type="tenant.suspended",
            at=AT + timedelta(milliseconds=index),
            outcome=("success", "failure", "denied")[index % 3],
            data={"id": f"id-{index}", "resourceName": 'Äcme "]\\\n'},
        )
        for index in range(count)
    ]


@pytest.fixture(scope="module")
def identity(tmp_path_factory):
    """Make a certificate for localhost; give its files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


@pytest_asyncio.fixture
async def collector(identity):
    """Give a syslog server that speaks TLS: its port, and what it has read."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*identity)
    seen = []

    async def take(reader, writer):
        with suppress(asyncio.IncompleteReadError):
            while True:
                length = await reader.readuntil(b" ")
                seen.append(await reader.readexactly(int(length)))
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0, ssl=context)
    yield server.sockets[0].getsockname()[1], seen
    server.close()
    await server.wait_closed()


def trusting(identity):
    return ssl.create_default_context(cafile=identity[0])


class TestRecordWebhook:
    async def test_signed(self, receiver, url):
        """One message carries all records; sent again it has the same id."""
        stream = RecordWebhook(f"{url}/hook", SECRET, guard=Guard())
        await stream.send(records())
        await stream.send(records())
        (_, path, headers, body), (_, _, again, _) = receiver.seen
        assert path == "/hook"
        assert verify(
            SECRET,
            message_id=headers["webhook-id"],
            timestamp=headers["webhook-timestamp"],
            signatures=headers["webhook-signature"],
            body=body,
        )
        said = json.loads(body)
        assert said["type"] == "audit.entries"
        assert said["data"]["entries"] == [dict(one.data) for one in records()]
        assert headers["webhook-id"] == again["webhook-id"]

    @pytest.mark.parametrize("status", [302, 400, 500])
    async def test_refused(self, receiver, url, status):
        """Anything but a success is no receipt; a redirect isn't followed."""
        receiver.status, receiver.headers = status, {"Location": "/elsewhere"}
        with pytest.raises(NotDelivered, match=f"answered {status}"):
            await RecordWebhook(url, SECRET, guard=Guard()).send(records())
        assert len(receiver.seen) == 1

    @pytest.mark.parametrize("host", ["169.254.169.254", "0xa9fea9fe", "[fe80::1]", "metadata"])
    async def test_where_it_may_not(self, host):
        """Metadata addresses are refused, in every spelling, by name as well."""
        guard = Guard(look_up=lambda _: ["169.254.169.254"])
        with pytest.raises(NotDelivered, match="may not reach"):
            await RecordWebhook(f"http://{host}/", SECRET, guard=guard).send(records())


class TestSplunkHec:
    async def test_events(self, receiver, url):
        """One event per record, with its time and the token."""
        await SplunkHec(url, "a-token", guard=Guard()).send(records())
        ((_, path, headers, body),) = receiver.seen
        assert path == "/services/collector/event"
        assert headers["Authorization"] == "Splunk a-token"
        events = [json.loads(line) for line in body.splitlines()]
        assert [one["event"] for one in events] == [dict(one.data) for one in records()]
        assert events[0]["time"] == f"{AT.timestamp():.3f}"


MESSAGE = re.compile(
    rb"<(?P<priority>\d+)>1 (?P<at>\S+) - dezky - (?P<kind>\S+) "
    rb"\[dezky@32473 (?P<data>.*)\] \xef\xbb\xbf(?P<text>.*)",
    re.DOTALL,
)


class TestSyslog:
    async def test_framed(self, collector, identity):
        """Each record is one message: its severity, its data escaped, its whole JSON."""
        port, seen = collector
        stream = Syslog("localhost", port, guard=Guard(), tls=trusting(identity))
        await stream.send(records())
        assert len(seen) == 3
        found = [MESSAGE.fullmatch(one) for one in seen]
        # Facility 13: informational, warning, notice.
        assert [int(one["priority"]) for one in found] == [110, 108, 109]
        assert found[0]["at"] == b"2026-11-01T10:59:59.999Z"
        assert found[0]["kind"] == b"tenant.suspended"
        assert found[1]["data"] == b'id="id-1" index="1" type="tenant.suspended" outcome="failure"'
        assert [json.loads(one["text"]) for one in found] == [dict(one.data) for one in records()]

    async def test_strangers(self, collector):
        """A certificate that nobody vouches for gets nothing."""
        port, seen = collector
        tls = ssl.create_default_context()
        with pytest.raises(NotDelivered, match="certificate isn't valid"):
            await Syslog("localhost", port, guard=Guard(), tls=tls).send(records())
        assert seen == []

    async def test_nobody(self, identity):
        """Nobody listening may pass."""
        stream = Syslog("localhost", 9, guard=Guard(), tls=trusting(identity))
        with pytest.raises(NotDelivered) as refused:
            await stream.send(records())
        assert not refused.value.is_final


class TestObjects:
    async def test_by_the_hour(self, tmp_path):
        """Each hour has its folder; the same records put again change nothing."""
        stream = Objects(LocalStore(tmp_path))
        await stream.send(records())
        before = {path: path.read_bytes() for path in tmp_path.rglob("*.gz")}
        await stream.send(records())
        after = {path: path.read_bytes() for path in tmp_path.rglob("*.gz")}
        assert before == after
        assert {str(path.relative_to(tmp_path)) for path in after} == {
            "2026/11/01/10/0000000000000000-0000000000000000.jsonl.gz",
            "2026/11/01/11/0000000000000001-0000000000000002.jsonl.gz",
        }
        lines = [
            json.loads(line)
            for path in sorted(after)
            for line in gzip.decompress(after[path]).splitlines()
        ]
        assert lines == [dict(one.data) for one in records()]

    async def test_where_it_may_not(self, receiver, url):
        """A store whose name leads to metadata gets nothing."""
        store = S3Store("b", endpoint=url, region="x", access_key_id="a", secret_access_key="b")
        guard = Guard(look_up=lambda _: ["169.254.169.254"])
        with pytest.raises(NotDelivered, match="may not reach"):
            await Objects(store, guard=guard, host="metadata.example").send(records(1))
        assert receiver.seen == []

    async def test_no_store(self, tmp_path):
        """A store that can't be written to has taken nothing."""
        (tmp_path / "2026").write_text("in the way")
        with pytest.raises(NotDelivered):
            await Objects(LocalStore(tmp_path)).send(records())
        assert [one["path"] for one in obstore.list(LocalStore(tmp_path)).collect()] == ["2026"]
