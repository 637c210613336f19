"""Probes a target, judges what was seen, and tells everybody who needs to know."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from bus import Connection, Incoming, subjects
from chassis import Clock, now
from chassis.portions import portions
from contracts.faults import Fault
from contracts.health.v1 import StatusChanged
from pydantic import TypeAdapter, ValidationError

from health.history.recorder import Recorder
from health.history.rules import Sample, speaks_for
from health.probes.running import Prober
from health.results.board import Board
from health.results.finding import judge
from health.results.live import Live
from health.targets.faults import TargetNotFound
from health.targets.rules import Definition

log = structlog.get_logger()
_OBSERVED = subjects.live("health", "observed")
_TELL_SECONDS = 0.5
_MOST_AT_ONCE = 500
_LIVES = TypeAdapter(list[Live])

InMaintenance = Callable[[str], bool]
# Publishes a change of status for good.
Announce = Callable[[StatusChanged], Awaitable[None]]


class Watch:
    """One instance's part of the watch."""

    def __init__(
        self,
        board: Board,
        prober: Prober,
        recorder: Recorder,
        *,
        announce: Announce,
        in_maintenance: InMaintenance,
        clock: Clock = now,
    ) -> None:
        self._board = board
        self._prober = prober
        self._recorder = recorder
        self._announce = announce
        self._in_maintenance = in_maintenance
        self._clock = clock
        self._untold: dict[str, Live] = {}

    def target(self, target_id: str) -> Definition:
        """Return what is to be probed."""
        target = self._board.targets.get(target_id)
        if target is None:
            raise TargetNotFound(f"There is no target {target_id}.")
        return target

    async def probe_all(self) -> None:
        """Look at everything at once."""
        probed = [one for one in self._board.targets.values() if one.is_probed]
        await asyncio.gather(*(self.probe(one) for one in probed))

    async def probe(self, target: Definition) -> Live:
        """Look once and take what was found in."""
        observation = await self._prober.look(target)
        finding = judge(observation, target.parsed, warn_ms=target.warn_ms, at=self._clock())
        before, after = self._board.observe(target, finding)
        sample = Sample(
            at=finding.at,
            seconds=speaks_for(
                before.checked_at, finding.at, interval_seconds=target.interval_seconds
            ),
            result=finding.result,
            latency_ms=finding.latency_ms,
            in_maintenance=self._in_maintenance(target.id),
        )
        self._recorder.add(after, sample)
        self._untold[target.id] = after
        if before.status != after.status:
            log.info("status_changed", target=target.id, before=before.status, after=after.status)
            await self._announce(
                StatusChanged(
                    target_id=target.id,
                    name=target.name,
                    before=before.status,
                    after=after.status,
                    at=finding.at,
                )
            )
        return after

    async def tell(self, connection: Connection) -> None:
        """Tell the other instances what this one found, twice a second, until cancelled."""
        while True:
            await asyncio.sleep(_TELL_SECONDS)
            states, self._untold = list(self._untold.values()), {}
            try:
                for part in portions(states, _MOST_AT_ONCE):
                    await connection.publish(_OBSERVED, _LIVES.dump_json([*part]))
            except Fault:
                # The next probe tells it again.
                continue

    async def listen(self, connection: Connection) -> None:
        """Hear what the other instances found."""

        async def hear(message: Incoming) -> None:
            try:
                self._board.merge(_LIVES.validate_json(message.payload))
            except ValidationError:
                log.warning("observation_malformed")

        await connection.subscribe(_OBSERVED, hear)
