"""The stream of notices, and the tickets that open it."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from bus import MemoryConnection, bootstrap
from chassis.directory import tenant_key
from contracts.flag.v1 import Flag, Scope
from contracts.tenant.v1 import TenantRecord
from devstack.waiting import eventually
from flags import Flags
from flags.records import flag_key, flag_record
from gateway.ofrep.stream import Stream
from gateway.ofrep.tickets import Tickets

MADE = datetime(2026, 3, 1, tzinfo=UTC)


class Browser:
    """Reads a stream."""

    def __init__(self, stream, *, is_resumed):
        self._is_resumed = is_resumed
        self._sent = asyncio.Queue()
        self._gone = asyncio.Event()
        self.takes = asyncio.Event()
        self.takes.set()
        self.task = asyncio.create_task(stream({}, self._receive, self._send))

    async def _receive(self):
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        await self._sent.put(message)
        await self.takes.wait()

    async def read(self):
        """Return the fields of the next event."""
        message = await asyncio.wait_for(self._sent.get(), 5)
        lines = message["body"].decode().strip().splitlines()
        fields = dict(line.split(": ", 1) for line in lines)
        if "data" in fields:
            fields["data"] = json.loads(fields["data"])
        return fields

    async def open(self):
        """Read the head, what says where the client stands, and a new client's first notice."""
        head = await self._sent.get()
        first = await self.read()
        return dict(head["headers"]), first, None if self._is_resumed else await self.read()

    async def leave(self):
        self._gone.set()
        await self.task


@pytest.fixture
async def flags():
    connection = MemoryConnection()
    await bootstrap(connection)
    watched = await Flags.watch(connection)
    watched.connection = connection
    yield watched
    await watched.stop()


@pytest.fixture
def put(flags):
    """Give a function that writes a flag, waits until it is seen, and returns its revision."""

    async def write(key, version=1, *, is_awaited=True):
        flag = Flag(
            key=key, kind="boolean", state="on", scope=Scope(), created_at=MADE, updated_at=MADE
        )
        value = flag_record(flag, version=version).dump_json()
        revision = await flags.connection.key_value("flags").put(flag_key(key), value)

        async def seen():
            return flags.mirror.revision

        if is_awaited:
            await eventually(seen, until=lambda held: held >= revision)
        return revision

    return write


@pytest.fixture
async def browse(flags):
    """Give a function that opens a stream."""
    opened = []

    def connect(last_event_id="", longest_seconds=60):
        stream = Stream(
            flags, tenant="acme", last_event_id=last_event_id, longest_seconds=longest_seconds
        )
        opened.append(Browser(stream, is_resumed=bool(last_event_id)))
        return opened[-1]

    yield connect
    for browser in opened:
        await browser.leave()


class TestStream:
    async def test_a_change_is_a_notice(self, flags, put, browse):
        """Which flags, the set's tag, and the bucket's revision as id."""
        browser = browse()
        headers, _, _ = await browser.open()
        assert headers[b"content-type"].startswith(b"text/event-stream")
        revision = await put("beta")
        event = await browser.read()
        assert event == {
            "id": str(revision),
            "data": {"type": "refetchEvaluation", "etag": flags.tag, "flags": ["beta"]},
        }

    async def test_a_change_while_a_notice_is_sent(self, put, browse):
        """It is told next: who reads slowly misses nothing."""
        browser = browse()
        await browser.open()
        browser.takes.clear()
        await put("beta")
        assert (await browser.read())["data"]["flags"] == ["beta"]
        await put("gamma")
        browser.takes.set()
        assert (await browser.read())["data"]["flags"] == ["gamma"]

    async def test_many_changes_are_one_notice(self, put, browse):
        """Whoever imports a file of flags makes clients come once."""
        browser = browse()
        await browser.open()
        for number in range(20):
            last = await put(f"flag_{number}", is_awaited=False)
        event = await browser.read()
        assert (event["id"], len(event["data"]["flags"])) == (str(last), 20)

    async def test_the_first_event_announces_nothing(self, put, browse):
        """It tells where the client stands, should it come back."""
        revision = await put("beta")
        _, first, _ = await browse().open()
        assert (first["id"], "data" in first) == (str(revision), False)

    async def test_a_new_client_asks_once_more(self, flags, put, browse):
        """It may have missed something between its evaluation and the stream."""
        revision = await put("beta")
        _, _, notice = await browse().open()
        assert notice == {
            "id": str(revision),
            "data": {"type": "refetchEvaluation", "etag": flags.tag, "flags": []},
        }

    async def test_what_was_missed_comes_at_once(self, put, browse):
        """Everything after the last event id, and nothing before it."""
        seen = await put("one")
        await put("two")
        last = await put("three")
        browser = browse(last_event_id=str(seen))
        await browser.open()
        event = await browser.read()
        assert (event["id"], event["data"]["flags"]) == (str(last), ["three", "two"])

    async def test_nothing_missed_is_no_notice(self, put, browse):
        """The first one is about the next change."""
        seen = await put("one")
        browser = browse(last_event_id=str(seen))
        await browser.open()
        await put("two")
        assert (await browser.read())["data"]["flags"] == ["two"]

    @pytest.mark.parametrize("last_event_id", ["999999", "evt-1", "-1", "²"])
    async def test_an_id_that_is_not_ours(self, put, browse, last_event_id):
        """Nobody knows what was missed: evaluate again."""
        await put("one")
        browser = browse(last_event_id=last_event_id)
        await browser.open()
        assert (await browser.read())["data"]["flags"] == ["one"]

    async def test_its_tenant_changes(self, flags, browse):
        """Another plan decides otherwise; another tenant's is no news."""
        browser = browse()
        await browser.open()
        bucket = flags.connection.key_value("directory")
        identity = "0190b2c4-7a64-7c3e-9f1a-2b3c4d5e6f70"
        for slug in ("olivar", "acme"):
            record = TenantRecord(id=identity, slug=slug, plan="enterprise", version=2)
            await bucket.put(tenant_key(slug), record.dump_json())
        event = await browser.read()
        assert event["data"]["flags"] == []

    async def test_it_ends_with_its_ticket(self, browse):
        """Then the client comes again, and its token is looked at again."""
        browser = browse(longest_seconds=0.01)
        await browser.open()
        await asyncio.wait_for(browser.task, 5)

    async def test_whoever_goes_is_forgotten(self, flags, browse):
        """No listener stays behind."""
        browser = browse()
        await browser.open()
        assert len(flags._listeners) == 1
        await browser.leave()
        assert (flags._listeners, flags.tenants._listeners) == ([], [])


class TestTickets:
    @pytest.fixture
    def moment(self):
        return [1_800_000_000.0]

    @pytest.fixture
    def tickets(self, moment):
        return Tickets("secret", clock=lambda: moment[0])

    def test_a_good_one(self, tickets):
        """For its tenant, for one to two hours."""
        ticket = tickets.issue("acme")
        assert 3600 <= tickets.seconds_left(ticket) <= 7200
        assert tickets.tenant(ticket) == "acme"

    def test_the_same_within_the_hour(self, tickets, moment):
        """A client that evaluates again needn't connect again."""
        moment[0] = 1_800_000_000 // 3600 * 3600
        first = tickets.issue("acme")
        moment[0] += 3599
        assert tickets.issue("acme") == first

    def test_it_ends(self, tickets, moment):
        """Two hours later at the latest."""
        ticket = tickets.issue("acme")
        moment[0] += 7200
        assert tickets.seconds_left(ticket) == 0

    @pytest.mark.parametrize("ticket", ["", "a", "a.b", "....", "YWNtZS45OTk5OTk5OTk5.AAAA", "é.é"])
    def test_a_forged_one(self, tickets, ticket):
        """Is none."""
        assert tickets.seconds_left(ticket) == 0

    def test_a_changed_one(self, tickets):
        """The signature is over all of it."""
        said, _, signature = tickets.issue("acme").partition(".")
        other, _, _ = tickets.issue("olivar").partition(".")
        assert tickets.seconds_left(f"{other}.{signature}") == 0
        assert said != other

    def test_instances_with_one_secret_know_each_others(self, tickets, moment):
        """And without one only their own."""
        ticket = tickets.issue("acme")
        clock = {"clock": lambda: moment[0]}
        assert Tickets("secret", **clock).seconds_left(ticket) > 0
        assert Tickets("", **clock).seconds_left(ticket) == 0


class TestRoute:
    @pytest.mark.parametrize("path", ["/ofrep/v1/events", "/ofrep/v1/events?ticket=forged"])
    async def test_without_a_ticket(self, gateway, path):
        """401."""
        assert (await gateway.client.get(path)).status_code == 401
