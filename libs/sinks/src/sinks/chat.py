"""Chat rooms: Slack-compatible webhooks, and Matrix."""

import json
from urllib.parse import quote

from sinks.notification import Notification
from sinks.posting import send_json


class Slack:
    """A Slack-compatible incoming webhook (Slack, Mattermost, Rocket.Chat, Zulip)."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self._url = url

    async def send(self, notification: Notification) -> None:
        """Send as one text; Slack's own marks are escaped."""
        text = f"*{_escaped(notification.title)}*\n{_escaped(notification.text)}"
        await send_json("POST", self._url, json.dumps({"text": text}).encode(), {})


class Matrix:
    """A Matrix room; the notification's id is the transaction's, so a retry shows once."""

    def __init__(self, name: str, homeserver: str, room: str, token: str) -> None:
        self.name = name
        self._room_url = f"{homeserver.rstrip('/')}/_matrix/client/v3/rooms/{quote(room, safe='')}"
        self._token = token

    async def send(self, notification: Notification) -> None:
        """Send as a notice (client-server API, PUT …/send/m.room.message/{txnId})."""
        body = {"msgtype": "m.notice", "body": f"{notification.title}\n{notification.text}"}
        await send_json(
            "PUT",
            f"{self._room_url}/send/m.room.message/{quote(notification.id, safe='')}",
            json.dumps(body).encode(),
            {"Authorization": f"Bearer {self._token}"},
        )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
