"""Who is on the bus now, and what waits in the streams."""

import asyncio
import json
from typing import Any

import structlog
from bus import Connection, Incoming, subjects
from chassis import Clock, now
from contracts.faults import Fault
from contracts.health.v1 import Instance, StreamLag

from health.fleet.rules import Roll
from health.fleet.scatter import Scatter
from health.probes.failure import ProbeFailed

log = structlog.get_logger()
_WINDOW_SECONDS = 0.25
_EVERY_SECONDS = 10.0
_API_SECONDS = 2.0


class Fleet:
    """Calls the roll every few seconds, so that who vanishes is noticed without anybody looking."""

    def __init__(self, connection: Connection, scatter: Scatter, *, clock: Clock = now) -> None:
        self._connection = connection
        self._scatter = scatter
        self._clock = clock
        self._roll = Roll()

    async def run(self) -> None:
        """Hear goodbyes and call the roll, until cancelled."""
        await self._connection.subscribe(subjects.live("*", "drained"), self._goodbye)
        while True:
            try:
                await self.call()
            except Fault as fault:
                log.warning("fleet_waits", reason=fault.reason)
            await asyncio.sleep(_EVERY_SECONDS)

    async def call(self) -> list[Instance]:
        """Ask everybody now."""
        answers = await self._scatter.ask("STATS", window_seconds=_WINDOW_SECONDS)
        self._roll.call([told for _, told in answers], self._clock())
        return self._roll.instances()

    async def streams(self) -> list[StreamLag]:
        """Return what waits for each durable reader; empty where JetStream doesn't tell."""
        try:
            names = await self._api("$JS.API.STREAM.NAMES")
            lags: list[StreamLag] = []
            for stream in sorted(map(str, names.get("streams") or [])):
                told = await self._api(f"$JS.API.CONSUMER.LIST.{stream}")
                lags += [
                    StreamLag(
                        stream=stream,
                        durable=str(one["config"]["durable_name"]),
                        pending=int(one.get("num_pending", 0)),
                        unacknowledged=int(one.get("num_ack_pending", 0)),
                    )
                    for one in told.get("consumers") or []
                    # Watchers of buckets come and go; only durables can fall behind.
                    if one.get("config", {}).get("durable_name")
                ]
        except (Fault, ProbeFailed) as error:
            log.warning("stream_lags_unknown", reason=str(error))
            return []
        return lags

    async def _api(self, subject: str) -> dict[str, Any]:
        return await self._scatter.request(subject, timeout_seconds=_API_SECONDS)

    async def _goodbye(self, message: Incoming) -> None:
        try:
            identity = json.loads(message.payload)["id"]
        except (ValueError, KeyError, TypeError):
            return
        self._roll.drained(str(identity))
