"""Records over HTTPS, many in one message, signed per Standard Webhooks."""

import json
import ssl
import time
import uuid
from collections.abc import Callable, Sequence

from sinks.guard import Guard
from sinks.posting import send_json
from sinks.records import Record, moment
from sinks.signing import key_of, sign

# The same records make the same message, however often it is sent.
_MESSAGES = uuid.UUID("f1d1f0aa-2a52-4a6d-9c36-0f8ac0a3f7c4")


class RecordWebhook:
    """POSTs `{type: "audit.entries", timestamp, data: {entries}}`."""

    def __init__(
        self,
        url: str,
        secret: str,
        *,
        guard: Guard,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        key_of(secret)
        self._url = url
        self._secret = secret
        self._guard = guard
        self._tls = tls
        self._clock = clock

    async def send(self, records: Sequence[Record]) -> None:
        """Sign at the moment of sending: each attempt is fresh."""
        body = json.dumps(
            {
                "type": "audit.entries",
                "timestamp": moment(records[-1].at),
                "data": {"entries": [one.data for one in records]},
            },
            ensure_ascii=False,
        ).encode()
        identity = str(uuid.uuid5(_MESSAGES, " ".join(one.id for one in records)))
        sent = int(self._clock())
        signature = sign(self._secret, message_id=identity, timestamp=sent, body=body)
        headers = {
            "webhook-id": identity,
            "webhook-timestamp": str(sent),
            "webhook-signature": signature,
        }
        await send_json("POST", self._url, body, headers, guard=self._guard, tls=self._tls)
