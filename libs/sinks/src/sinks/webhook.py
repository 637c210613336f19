"""Webhooks, signed per Standard Webhooks."""

import json
import time
from collections.abc import Callable

from sinks.notification import Notification
from sinks.posting import send_json
from sinks.signing import key_of, sign


class Webhook:
    """POSTs `{type, timestamp, data}`; the receiver dedupes by `webhook-id`."""

    def __init__(
        self, name: str, url: str, secret: str, *, clock: Callable[[], float] = time.time
    ) -> None:
        key_of(secret)
        self.name = name
        self._url = url
        self._secret = secret
        self._clock = clock

    async def send(self, notification: Notification) -> None:
        """Sign at the moment of sending: each attempt is fresh."""
        body = json.dumps(
            {
                "type": notification.type,
                "timestamp": notification.at.isoformat(timespec="milliseconds").replace(
                    "+00:00", "Z"
                ),
                "data": {
                    "title": notification.title,
                    "text": notification.text,
                    **notification.data,
                },
            },
            ensure_ascii=False,
        ).encode()
        moment = int(self._clock())
        await send_json(
            "POST",
            self._url,
            body,
            {
                "webhook-id": notification.id,
                "webhook-timestamp": str(moment),
                "webhook-signature": sign(
                    self._secret, message_id=notification.id, timestamp=moment, body=body
                ),
            },
        )
