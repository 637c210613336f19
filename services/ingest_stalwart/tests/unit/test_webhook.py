"""POST /ingest/stalwart/webhook: what is answered, and what is in the streams by then."""

import json

import httpx2
import pytest
from bus import DeadLetter, MemoryConnection, bootstrap
from bus.faults import StreamRefused
from contracts.audit.v1 import Publication
from ingest import Figures, Publisher, Recorder
from ingest.webhook import LIMIT_BYTES
from ingest_stalwart.receiver import Receiver
from ingest_stalwart.webhook import webhook

BURST = "stalwart_webhook_burst_v0160.json"
URL = "http://stalwart.test/ingest/stalwart/webhook"


class Door:
    """The webhook over a bus in memory, and what it has stored."""

    def __init__(self, line, known, secret):
        self.line = line
        self.figures = Figures("stalwart")
        self.paused = False
        self.credentials = ""
        self.known = known
        self.secret = secret
        self.entries, self.letters = [], []
        self.restart()

    def restart(self):
        recorder = Recorder(Publisher(self.line, source="stalwart"), self.figures)
        self.receiver = Receiver(self.known, recorder, self.figures)

    async def open(self):
        await self.line.subscribe("audit.>", self._entry)
        await self.line.subscribe("dead.>", self._letter)

    async def _entry(self, message):
        self.entries.append(Publication.parse(message.payload))

    async def _letter(self, message):
        self.letters.append(DeadLetter.read(message.payload))

    async def post(self, body, **headers):
        async def is_paused():
            return self.paused

        pushed = webhook(
            self.receiver,
            self.figures,
            secrets=["the next secret", self.secret],
            credentials=self.credentials,
            is_paused=is_paused,
        )
        transport = httpx2.ASGITransport(app=pushed.application())
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with httpx2.AsyncClient(transport=transport) as client:
            answer = await client.post(URL, content=body, headers=named)
        if self.line.is_connected:
            await self.line.flush()
        return answer


@pytest.fixture
async def door(known, secret):
    line = MemoryConnection()
    await bootstrap(line)
    door = Door(line, known, secret)
    await door.open()
    return door


@pytest.fixture
def signed(secret):
    """Sign a batch of events, or a body."""
    from base64 import b64encode  # noqa: PLC0415
    from hmac import digest  # noqa: PLC0415

    def sign(content):
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return body, b64encode(digest(secret.encode(), body, "sha256")).decode()

    return sign


class TestSigned:
    async def test_sample(self, door, batch, signature):
        """Every event of the burst is an entry of its own, though their ids collide."""
        answer = await door.post(batch(BURST), x_signature=signature(BURST))
        assert (answer.status_code, answer.json()) == (200, {"received": 6})
        assert len({one.external_id for one in door.entries}) == 6

    async def test_again(self, door, batch, signature):
        """A batch that is sent again adds nothing."""
        for _ in range(2):
            answer = await door.post(batch(BURST), x_signature=signature(BURST))
            assert answer.json() == {"received": 6}
        assert (len(door.entries), door.figures.tell()["published"]) == (6, 6)

    async def test_again_elsewhere(self, door, batch, signature):
        """Sent again to another instance it tells the same events: the timeline keeps one each."""
        await door.post(batch(BURST), x_signature=signature(BURST))
        door.restart()
        await door.post(batch(BURST), x_signature=signature(BURST))
        assert len(door.entries) == 12
        assert len({one.external_id for one in door.entries}) == 6

    async def test_bare_list(self, door, event, signed):
        """A list without its envelope is accepted."""
        body, signature = signed([event("auth.failed")])
        assert (await door.post(body, x_signature=signature)).json() == {"received": 1}

    async def test_skipped_ones_are_counted(self, door, batch, signature):
        """What doesn't pass by default is received, and counted by type."""
        name = "stalwart_webhook_mail.json"
        answer = await door.post(batch(name), x_signature=signature(name))
        assert answer.json() == {"received": 11}
        told = door.figures.tell()
        assert told["published"] + sum(told["skipped"].values()) == 11
        assert told["skipped"]["mail:message-ingest_ham"] == 1

    async def test_malformed_events(self, door, event, signed):
        """They go to the dead letters, without their secrets; the rest of the batch is stored."""
        broken = {"type": "auth.failed", "password": "hunter2-hunter2"}
        body, signature = signed({"events": [event("auth.failed"), broken, 7, event("auth.error")]})
        answer = await door.post(body, x_signature=signature)
        assert (answer.status_code, answer.json()) == (200, {"received": 4})
        assert len(door.entries) == 2
        assert len(door.letters) == 2
        assert b"hunter2" not in door.letters[0].body

    @pytest.mark.parametrize("content", [[], {"events": []}])
    async def test_empty(self, door, signed, content):
        """A batch without events is received, and that is all."""
        body, signature = signed(content)
        answer = await door.post(body, x_signature=signature)
        assert (answer.status_code, answer.json()) == (200, {"received": 0})
        assert door.entries == door.letters == []

    @pytest.mark.parametrize(
        "oddity",
        [
            b"9" * 5000,
            b"1e999",
            b"-1e-999",
            b"NaN",
            b"18446744073709551616",
            b'"\xff\xfe\xc3"',
            b'"\\ud800\\u0000"',
            b'{"":{"$where":1,"a.b":2}}',
            b"[" * 300 + b"]" * 300,
            b'"' + b"x" * 200_000 + b'"',
        ],
    )
    async def test_oddities(self, door, event, signed, oddity):
        """An odd value costs neither its event nor its neighbours; it is the same when repeated."""
        odd = json.dumps(event("auth.failed", reason="ODD")).encode().replace(b'"ODD"', oddity)
        good = json.dumps(event("auth.failed", accountName="anna")).encode()
        body, signature = signed(b'{"events":[' + good + b"," + odd + b"," + good + b"]}")
        for _ in range(2):
            answer = await door.post(body, x_signature=signature)
            assert (answer.status_code, answer.json()) == (200, {"received": 3})
            door.restart()
        assert (len(door.entries), door.letters) == (6, [])
        assert len({one.external_id for one in door.entries}) == 3

    async def test_largest(self, door, event, signed, monkeypatch):
        """A batch that outlasts Stalwart's patience gets further with each delivery."""
        body, signature = signed([event("auth.failed", accountName=f"u{n}") for n in range(1200)])
        append = door.line.append_batch
        room = [1]

        async def little_room(publications):
            if publications and not room:
                raise StreamRefused("the disk is full")
            if publications:
                room.pop()
            return await append(publications)

        monkeypatch.setattr(door.line, "append_batch", little_room)
        statuses = []
        while not statuses or statuses[-1] != 200:
            statuses.append((await door.post(body, x_signature=signature)).status_code)
            room.append(1)
        assert statuses == [503, 503, 200]
        assert (len(door.entries), door.figures.tell()["published"]) == (1200, 1200)

    @pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 5000, b"null", b'{"events":7}'])
    async def test_no_batch(self, door, signed, body):
        """A body that is no batch would be sent for ever: it is kept, and answered 200."""
        content, signature = signed(body)
        assert (await door.post(content, x_signature=signature)).status_code == 200
        assert len(door.letters) == 1

    async def test_numbers_without_end(self, door, signed):
        """A list of more things than could be events is one malformed thing."""
        content, signature = signed(b"[" + b"7," * 300_000 + b"7]")
        assert (await door.post(content, x_signature=signature)).json() == {"received": 1}
        assert len(door.letters) == 1


class TestRefused:
    @pytest.mark.parametrize("header", ["", "deadbeef"])
    async def test_signature(self, door, batch, header):
        """A wrong signature writes nothing, and is counted."""
        answer = await door.post(batch(BURST), x_signature=header)
        assert answer.status_code == 401
        assert door.entries == []
        assert door.figures.tell()["errors"] == {"signature_rejected": 1}

    async def test_basic_auth(self, door, batch, signature):
        """Where credentials are set, the signature alone won't do."""
        door.credentials = "stalwart:secret"
        assert (await door.post(batch(BURST), x_signature=signature(BURST))).status_code == 401
        answer = await door.post(
            batch(BURST),
            x_signature=signature(BURST),
            authorization="Basic c3RhbHdhcnQ6c2VjcmV0",
        )
        assert answer.status_code == 200

    async def test_too_large(self, door, signed):
        """Eight megabytes are taken, one byte more is not."""
        body, signature = signed(b" " * LIMIT_BYTES + b" ")
        assert (await door.post(body, x_signature=signature)).status_code == 413

    async def test_paused(self, door, batch, signature):
        """While it is paused Stalwart is asked to come again."""
        door.paused = True
        answer = await door.post(batch(BURST), x_signature=signature(BURST))
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert door.entries == []

    async def test_bus_away(self, door, batch, signature):
        """What isn't durable isn't acknowledged."""
        door.line.disconnect()
        answer = await door.post(batch(BURST), x_signature=signature(BURST))
        assert answer.status_code == 503
        assert door.figures.tell()["published"] == 0
