"""Splunk's HTTP Event Collector."""

import json
import ssl
from collections.abc import Sequence

from sinks.guard import Guard
from sinks.posting import send_json
from sinks.records import Record

_PATH = "/services/collector/event"


class SplunkHec:
    """POSTs events one after the other in one body (HEC, "Format events", batches)."""

    def __init__(
        self, url: str, token: str, *, guard: Guard, tls: ssl.SSLContext | None = None
    ) -> None:
        """`url` is the collector's base: https://splunk.example:8088."""
        self._url = url.rstrip("/").removesuffix(_PATH) + _PATH
        self._token = token
        self._guard = guard
        self._tls = tls

    async def send(self, records: Sequence[Record]) -> None:
        """A 200 says that all of them were taken."""
        body = "\n".join(
            json.dumps(
                {
                    "time": f"{one.at.timestamp():.3f}",
                    "source": "dezky",
                    "sourcetype": "dezky:audit",
                    "event": one.data,
                },
                ensure_ascii=False,
            )
            for one in records
        ).encode()
        headers = {"Authorization": f"Splunk {self._token}"}
        await send_json("POST", self._url, body, headers, guard=self._guard, tls=self._tls)
