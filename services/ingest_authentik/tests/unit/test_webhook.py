"""authentik's notification webhook beside the poll: the same entries, one of each."""

import json

import httpx2
import pytest
from bus import MemoryConnection, bootstrap
from contracts.audit.v1 import Publication
from ingest import Figures, Publisher
from ingest import Recorder as Entries
from ingest_authentik.groups import Groups
from ingest_authentik.recorder import Recorder
from ingest_authentik.webhook import PATH, webhook

URL = f"http://authentik.test{PATH}"
SECRET = "Bearer a-shared-secret"


class Door:
    """The webhook over a bus in memory, and what it has stored."""

    def __init__(self, line, known):
        self.line = line
        self.figures = Figures("authentik")
        self.paused = False
        self.woken = 0
        self.entries = []
        self.asked = []
        entries = Entries(Publisher(line, source="authentik"), self.figures)
        self.recorder = Recorder(known, entries, groups=Groups(self._groups))

    async def _groups(self, user):
        self.asked.append(user)
        return ["acme"]

    async def store(self, message):
        self.entries.append(Publication.parse(message.payload))

    def _wake(self):
        self.woken += 1

    async def post(self, body, authorization=SECRET):
        async def is_paused():
            return self.paused

        pushed = webhook(
            self.recorder,
            self.figures,
            secret="a-shared-secret",
            is_paused=is_paused,
            wake=self._wake,
        )
        transport = httpx2.ASGITransport(app=pushed.application())
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with httpx2.AsyncClient(transport=transport) as client:
            answer = await client.post(
                URL, content=content, headers={"Authorization": authorization}
            )
        await self.line.flush()
        return answer


@pytest.fixture
async def door(known):
    line = MemoryConnection()
    await bootstrap(line)
    door = Door(line, known)
    await line.subscribe("audit.>", door.store)
    return door


class TestWebhook:
    @pytest.mark.parametrize("wrapped", [True, False])
    async def test_whole_event(self, door, sample, wrapped):
        """An event that the mapping sends whole is recorded at once, and the poll is woken."""
        event = sample("login")
        answer = await door.post({"event": event} if wrapped else event)
        assert (answer.json(), door.woken) == ({"received": 1}, 1)
        assert [one.external_id for one in door.entries] == [event["pk"]]

    async def test_same_as_the_poll(self, door, sample):
        """The poll that follows tells the very same entry: only one of the two will stay."""
        event = sample("model_updated")
        await door.post(event)
        await door.recorder.record([event])
        await door.line.flush()
        pushed, polled = [one.dump() | {"id": ""} for one in door.entries]
        assert pushed == polled

    async def test_groups(self, door, sample):
        """Groups are looked up for both, once."""
        event = sample("login", user={"pk": 99, "username": "new", "email": ""})
        await door.post(event)
        await door.recorder.record([event])
        await door.line.flush()
        assert [one.tenant_slug for one in door.entries] == ["acme", "acme"]
        assert door.asked == ["99"]

    @pytest.mark.parametrize(
        "body",
        [
            {"body": "login: li.wei", "severity": "notice", "user_email": "li@acme.example"},
            b"",
            b"{",
            b"[]",
            {"event": 7},
            {"event": {"pk": "1"}},
        ],
    )
    async def test_summary(self, door, body):
        """A summary only says that there is something: the poll fetches it."""
        assert (await door.post(body)).json() == {"received": 0}
        assert (door.woken, door.entries) == (1, [])

    @pytest.mark.parametrize("header", ["", "Bearer wrong", "Basic a-shared-secret"])
    async def test_secret(self, door, sample, header):
        """Without the secret nothing is written, and it is counted."""
        answer = await door.post(sample("login"), authorization=header)
        assert (answer.status_code, door.entries, door.woken) == (401, [], 0)
        assert door.figures.tell()["errors"] == {"signature_rejected": 1}

    async def test_paused(self, door, sample):
        """A paused source takes nothing by this door either."""
        door.paused = True
        assert (await door.post(sample("login"))).status_code == 503
        assert (door.entries, door.woken) == ([], 0)

    async def test_bus_away(self, door, sample):
        """What isn't durable isn't acknowledged: authentik sends it again."""
        door.line.disconnect()
        with pytest.raises(Exception, match="reached"):
            await door.line.append("audit.authentik._.x", b"")
        door.line.flush = _nothing
        assert (await door.post(sample("login"))).status_code == 503


async def _nothing():
    """Nobody is there to flush to."""
