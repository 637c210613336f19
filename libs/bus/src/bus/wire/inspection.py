"""Looking at streams and durables through JetStream's API; nothing here changes them."""

import base64
from datetime import datetime

from bus.faults import NobodyAnswered
from bus.messages import Stored, StreamState
from bus.wire.configuration import NANOSECONDS
from bus.wire.management import Management

_HEADER_LINES = "\r\n"


class Inspection:
    """What the server says of streams, durables and single messages."""

    def __init__(self, management: Management) -> None:
        self._management = management

    async def state(self, stream: str) -> StreamState:
        """Return what a stream holds."""
        found = await self._management.call(f"STREAM.INFO.{stream}", {})
        return StreamState(
            first=found["state"]["first_seq"],
            last=found["state"]["last_seq"],
            max_age_seconds=found["config"].get("max_age", 0) / NANOSECONDS,
        )

    async def settled(self, stream: str, durable: str) -> int:
        """Return up to which place of the stream everything is acknowledged or given up."""
        found = await self._management.call(f"CONSUMER.INFO.{stream}.{durable}", {})
        settled: int = found["ack_floor"]["stream_seq"]
        return settled

    async def stored(self, stream: str, sequence: int) -> Stored | None:
        """Return the message at a place, None when it is gone."""
        try:
            found = await self._management.call(f"STREAM.MSG.GET.{stream}", {"seq": sequence})
        except NobodyAnswered:
            return None
        message = found["message"]
        return Stored(
            sequence=message["seq"],
            subject=message["subject"],
            payload=base64.b64decode(message.get("data", "")),
            headers=_headers(base64.b64decode(message.get("hdrs", "")).decode()),
            at=datetime.fromisoformat(message["time"]),
        )


def _headers(block: str) -> dict[str, str]:
    """Read a header block (ADR-4): a version line, then `name: value` each."""
    lines = block.split(_HEADER_LINES)[1:]
    pairs = (line.partition(":") for line in lines if line)
    return {name: value.strip() for name, _, value in pairs}
