"""Queries about the platform, and probes on demand: one method per rpc."""

import asyncio
import hmac
from datetime import timedelta

from bus import current_actor
from chassis import AuditTrail, Clock, Outbox, is_operator, now
from chassis.transient import record
from contracts.health import v1
from contracts.platform.v1 import Actor

from health import metrics, rules
from health.fleet.view import Fleet
from health.history.reports import Reports
from health.incidents.detective import Detective
from health.maintenance.calendar import Calendar
from health.public import PublicStatus
from health.results.board import Board
from health.scheduler import Scheduler
from health.targets.rules import Definition, TargetNotFound, heartbeat_key
from health.targets.store import Beat, HeartbeatStore
from health.watch import Watch

_DAY = timedelta(days=1)


class HealthService(v1.HealthService):
    """Answers from memory; only `fresh` and probe ask anybody."""

    def __init__(
        self,
        board: Board,
        watch: Watch,
        *,
        reports: Reports,
        calendar: Calendar,
        detective: Detective,
        fleet: Fleet,
        public: PublicStatus,
        beats: HeartbeatStore,
        scheduler: Scheduler,
        outbox: Outbox,
        audit: AuditTrail,
        heartbeat_secret: str,
        clock: Clock = now,
    ) -> None:
        self._board = board
        self._watch = watch
        self._reports = reports
        self._calendar = calendar
        self._detective = detective
        self._fleet = fleet
        self._public = public
        self._beats = beats
        self._scheduler = scheduler
        self._outbox = outbox
        self._audit = audit
        self._heartbeat_secret = heartbeat_secret
        self._clock = clock

    async def get_platform_health(
        self, request: v1.GetPlatformHealthRequest
    ) -> v1.GetPlatformHealthResponse:
        """All are probed at once, so the slowest costs no more than its own time-out."""
        if request.fresh:
            if not _sees_everything(current_actor()):
                raise rules.OperatorTokenRequired("Probing everything is for operators.")
            probed = [one for one in self._board.targets.values() if one.is_probed]
            await asyncio.gather(*(self._watch.probe(one) for one in probed))
        moment = self._clock()
        states = [self._state(one) for one in self._board.targets.values()]
        states.sort(key=lambda one: (one.group, one.name))
        status, words, live, total = rules.summary(states)
        return v1.GetPlatformHealthResponse.model_validate(
            {
                "at": moment,
                "status": status,
                "summary": words,
                "live": live,
                "total": total,
                "items": states,
                "open_incidents": len(self._detective.open),
            }
        )

    async def get_target_history(
        self, request: v1.GetTargetHistoryRequest
    ) -> v1.GetTargetHistoryResponse:
        """A target that was removed has its history still."""
        moment = self._clock()
        until = request.until or moment
        since = request.since or until - _DAY
        resolution, points = await self._reports.points(
            request.id, since, until, request.resolution
        )
        return v1.GetTargetHistoryResponse(
            id=request.id,
            uptimes=await self._reports.uptimes(request.id, moment),
            resolution=resolution,
            points=points,
        )

    async def probe_target(self, request: v1.ProbeTargetRequest) -> v1.ProbeTargetResponse:
        """Return what was found, whatever it was."""
        target = self._target(request.id)
        if not target.is_probed:
            raise rules.NotProbed(f"{target.name} is planned or has no address.")
        live = await self._watch.probe(target)
        result = live.recent[-1]
        entry = self._audit.entry(
            "target.probed",
            resource_type="health_target",
            resource_id=target.id,
            resource_name=target.name,
            metadata={"result": result} | ({"error": live.error} if live.error else {}),
        )
        await record(self._outbox, entry)
        return v1.ProbeTargetResponse(state=self._state(target))

    async def get_fleet(self, _request: v1.GetFleetRequest) -> v1.GetFleetResponse:
        """Ask everybody now."""
        instances, streams = await asyncio.gather(self._fleet.call(), self._fleet.streams())
        return v1.GetFleetResponse(at=self._clock(), instances=instances, streams=streams)

    async def get_public_status(
        self, request: v1.GetPublicStatusRequest
    ) -> v1.GetPublicStatusResponse:
        """A tenant that nobody knows sees what concerns everybody: no name is given away."""
        states = [self._state(one) for one in self._board.targets.values()]
        return await self._public.show(states, request.tenant_slug, self._clock())

    async def get_metrics(self, _request: v1.GetMetricsRequest) -> v1.GetMetricsResponse:
        """Targets from memory; services and streams are asked."""
        states = [self._state(one) for one in self._board.targets.values()]
        instances, streams = await asyncio.gather(self._fleet.call(), self._fleet.streams())
        return v1.GetMetricsResponse(
            text=metrics.text(states, instances, streams) + metrics.schedule(self._scheduler)
        )

    async def record_heartbeat(
        self, request: v1.RecordHeartbeatRequest
    ) -> v1.RecordHeartbeatResponse:
        """Refused without the right key, in the same words for every reason."""
        target = self._board.targets.get(request.id)
        expected = heartbeat_key(self._heartbeat_secret, request.id)
        is_right = hmac.compare_digest(expected.encode(), request.key.encode())
        if (
            not self._heartbeat_secret
            or target is None
            or target.kind != "heartbeat"
            or not is_right
        ):
            raise rules.HeartbeatUnknown("There is no such heartbeat.")
        beat = Beat(self._clock(), request.status or "ok", request.message or "")
        await self._beats.put(target.id, beat)
        return v1.RecordHeartbeatResponse()

    def _target(self, target_id: str) -> Definition:
        target = self._board.targets.get(target_id)
        if target is None:
            raise TargetNotFound(f"There is no target {target_id}.")
        return target

    def _state(self, target: Definition) -> v1.TargetState:
        moment = self._clock()
        return rules.state_of(
            self._board,
            target,
            moment,
            in_maintenance=self._calendar.covers(target.id, moment),
            is_operator=_sees_everything(current_actor()),
        )


def _sees_everything(actor: Actor | None) -> bool:
    """A call without an actor comes from inside the bus."""
    return actor is None or actor.type in {"service", "system"} or is_operator(actor)
