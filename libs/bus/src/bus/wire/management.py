"""Making streams, buckets and durables through JetStream's API."""

import json
from collections.abc import Mapping
from typing import Any

from contracts.faults import Conflict

from bus.faults import NobodyAnswered, StreamRefused
from bus.streams import BucketSpec, ConsumerSpec, StreamSpec
from bus.wire import configuration
from bus.wire.requests import Requests

_TIMEOUT_SECONDS = 5.0
_NOT_FOUND = 404
_SUBJECTS_OVERLAP = 10065


class Management:
    """Looks before it makes: what is as wanted needs no rights to make it."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests

    async def ensure_stream(self, spec: StreamSpec) -> None:
        """Make or adjust a stream."""
        await self._ensure_stream(spec.name, configuration.stream(spec))

    async def ensure_bucket(self, spec: BucketSpec) -> None:
        """Make or adjust a bucket."""
        await self._ensure_stream(f"KV_{spec.name}", configuration.bucket(spec))

    async def ensure_consumer(self, spec: ConsumerSpec) -> None:
        """Make or adjust a durable."""
        path = f"{spec.stream}.{spec.durable}"
        wanted = configuration.durable(spec)
        found = await self._find(f"CONSUMER.INFO.{path}")
        if found is None or not configuration.covers(found, wanted):
            body = {"stream_name": spec.stream, "config": wanted}
            await self.call(f"CONSUMER.DURABLE.CREATE.{path}", body)

    async def call(self, verb: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the API; raise what it refuses with."""
        answer = await self._ask(verb, body)
        if (error := answer.get("error")) is None:
            return answer
        detail = str(error.get("description", ""))
        if error.get("code") == _NOT_FOUND:
            raise NobodyAnswered(verb)
        if error.get("err_code") == _SUBJECTS_OVERLAP:
            raise Conflict(detail, reason="subjects_overlap")
        raise StreamRefused(detail)

    async def _ensure_stream(self, name: str, wanted: Mapping[str, Any]) -> None:
        found = await self._find(f"STREAM.INFO.{name}")
        if found is None:
            await self.call(f"STREAM.CREATE.{name}", wanted)
        elif not configuration.covers(found, wanted):
            await self.call(f"STREAM.UPDATE.{name}", wanted)

    async def _find(self, verb: str) -> dict[str, Any] | None:
        answer = await self._ask(verb, {})
        if answer.get("error", {}).get("code") == _NOT_FOUND:
            return None
        found: dict[str, Any] = answer["config"]
        return found

    async def _ask(self, verb: str, body: Mapping[str, Any]) -> dict[str, Any]:
        reply = await self._requests.request(
            f"$JS.API.{verb}",
            json.dumps(body).encode() if body else b"",
            headers={},
            timeout_seconds=_TIMEOUT_SECONDS,
        )
        answer: dict[str, Any] = json.loads(reply.payload)
        return answer
