"""Sinks against servers that really listen."""

import json
import socketserver
import threading
from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter
from sinks import NotDelivered, Notification, SinkSettings, build, verify

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOTIFICATION = Notification(
    id="7b0c",
    type="incident.opened",
    at=datetime(2026, 11, 1, 10, tzinfo=UTC),
    title="Redis <down>",
    text="connection refused",
    data={"targetId": "redis"},
)


def sink(**described):
    return build(TypeAdapter(list[SinkSettings]).validate_python([{"name": "x", **described}]))[0]


class TestWebhook:
    async def test_signed(self, receiver, url):
        """The receiver can verify what it got, and dedupe by the id."""
        await sink(kind="webhook", url=f"{url}/hook", secret=SECRET).send(NOTIFICATION)
        ((_, _, headers, body),) = receiver.seen
        assert verify(
            SECRET,
            message_id="7b0c",
            timestamp=headers["webhook-timestamp"],
            signatures=headers["webhook-signature"],
            body=body,
        )
        assert headers["webhook-id"] == "7b0c"
        assert json.loads(body) == {
            "type": "incident.opened",
            "timestamp": "2026-11-01T10:00:00.000Z",
            "data": {
                "title": "Redis <down>",
                "text": "connection refused",
                "targetId": "redis",
            },
        }

    @pytest.mark.parametrize(
        ("status", "is_final"), [(400, True), (410, True), (302, True), (429, False), (503, False)]
    )
    async def test_refused(self, receiver, url, status, is_final):
        """A client's mistake is final, a busy or broken server isn't; redirects aren't followed."""
        receiver.status, receiver.headers = status, {"Retry-After": "5", "Location": "/elsewhere"}
        with pytest.raises(NotDelivered) as refused:
            await sink(kind="webhook", url=f"{url}/hook", secret=SECRET).send(NOTIFICATION)
        assert (refused.value.is_final, refused.value.retry_after_seconds) == (is_final, 5)
        assert len(receiver.seen) == 1

    async def test_nobody(self):
        """Nobody listening may pass."""
        with pytest.raises(NotDelivered) as refused:
            await sink(kind="webhook", url="http://127.0.0.1:9/", secret=SECRET).send(NOTIFICATION)
        assert not refused.value.is_final


class TestChat:
    async def test_slack(self, receiver, url):
        """Marks of Slack are escaped."""
        await sink(kind="slack", url=f"{url}/hook").send(NOTIFICATION)
        assert json.loads(receiver.seen[0][3]) == {
            "text": "*Redis &lt;down&gt;*\nconnection refused"
        }

    async def test_matrix(self, receiver, url):
        """The id is the transaction's."""
        await sink(kind="matrix", homeserver=url, room="!a:b", token="t").send(NOTIFICATION)
        method, path, headers, body = receiver.seen[0]
        assert (method, path) == (
            "PUT",
            "/_matrix/client/v3/rooms/!a:b/send/m.room.message/7b0c",
        )
        assert headers["Authorization"] == "Bearer t"
        assert json.loads(body)["msgtype"] == "m.notice"


class Smtp(socketserver.StreamRequestHandler):
    """Takes mail, or refuses receivers that are named so."""

    def handle(self):
        self._say("220 test")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].split(":")[0].upper()
            if verb == "DATA":
                self._say("354 go on")
                while (part := self.rfile.readline()) != b".\r\n":
                    self.server.mail.append(part.decode().rstrip())
            if verb == "QUIT":
                return self._say("221 bye")
            self._say("550 no" if "refused@" in line else "250 ok")
        return None

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def smtp():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Smtp) as server:
        server.mail = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class TestMail:
    def _mail(self, smtp, receiver):
        return sink(
            kind="mail",
            host="127.0.0.1",
            port=smtp.server_address[1],
            sender="health@dezky.example",
            receivers=[receiver],
            security="none",
        )

    async def test_sent(self, smtp):
        """Subject, id and text arrive."""
        await self._mail(smtp, "ops@dezky.example").send(NOTIFICATION)
        assert "Subject: Redis <down>" in smtp.mail
        assert "Message-ID: <7b0c@dezky.example>" in smtp.mail
        assert smtp.mail[-1] == "connection refused"

    async def test_refused(self, smtp):
        """A receiver that is refused for good is final."""
        with pytest.raises(NotDelivered) as refused:
            await self._mail(smtp, "refused@dezky.example").send(NOTIFICATION)
        assert refused.value.is_final


def test_secret_is_checked():
    """A secret that is none is refused when it is configured, without being shown."""
    with pytest.raises(ValueError, match="secret") as refused:
        sink(kind="webhook", url="https://x", secret="hunter2hunter2hunter2")
    assert "hunter2" not in str(refused.value.errors(include_input=False))
