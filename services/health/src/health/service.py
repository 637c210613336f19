"""Queries about the platform, and probes on demand: one method per rpc."""

import asyncio
from datetime import timedelta

from bus import current_actor
from chassis import AuditTrail, Clock, Outbox, now
from chassis.transient import record
from contracts.health import v1

from health import metrics
from health.fleet.view import Fleet
from health.history.reports import Reports
from health.platform import Platform, sees_everything
from health.public import PublicStatus
from health.rules import OperatorTokenRequired
from health.scheduler import Scheduler
from health.targets.faults import NotProbed
from health.targets.heartbeats import Heartbeats
from health.watch import Watch

_DAY = timedelta(days=1)


class HealthService(v1.HealthService):
    """Answers from memory; only `fresh` and probe ask anybody."""

    def __init__(
        self,
        platform: Platform,
        watch: Watch,
        *,
        reports: Reports,
        fleet: Fleet,
        public: PublicStatus,
        heartbeats: Heartbeats,
        scheduler: Scheduler,
        outbox: Outbox,
        audit: AuditTrail,
        clock: Clock = now,
    ) -> None:
        self._platform = platform
        self._watch = watch
        self._reports = reports
        self._fleet = fleet
        self._public = public
        self._heartbeats = heartbeats
        self._scheduler = scheduler
        self._outbox = outbox
        self._audit = audit
        self._clock = clock

    async def get_platform_health(
        self, request: v1.GetPlatformHealthRequest
    ) -> v1.GetPlatformHealthResponse:
        """All are probed at once, so the slowest costs no more than its own time-out."""
        may_see = sees_everything(current_actor())
        if request.fresh:
            if not may_see:
                raise OperatorTokenRequired("Probing everything is for operators.")
            await self._watch.probe_all()
        return self._platform.reply(sees_everything=may_see)

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
        target = self._watch.target(request.id)
        if not target.is_probed:
            raise NotProbed(f"{target.name} is planned or has no address.")
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
        may_see = sees_everything(current_actor())
        return v1.ProbeTargetResponse(state=self._platform.state(target, sees_everything=may_see))

    async def get_fleet(self, _request: v1.GetFleetRequest) -> v1.GetFleetResponse:
        """Ask everybody now."""
        instances, streams = await asyncio.gather(self._fleet.call(), self._fleet.streams())
        return v1.GetFleetResponse(at=self._clock(), instances=instances, streams=streams)

    async def get_public_status(
        self, request: v1.GetPublicStatusRequest
    ) -> v1.GetPublicStatusResponse:
        """From memory, but for incidents and the last 90 days."""
        return await self._public.show(request.tenant_slug, self._clock())

    async def get_metrics(self, _request: v1.GetMetricsRequest) -> v1.GetMetricsResponse:
        """Targets from memory; services and streams are asked."""
        states = self._platform.states(sees_everything=False)
        instances, streams = await asyncio.gather(self._fleet.call(), self._fleet.streams())
        everybody = metrics.text(states, instances, streams)
        own = metrics.own(self._scheduler, open_incidents=self._platform.open_incidents)
        return v1.GetMetricsResponse(text=everybody + own)

    async def record_heartbeat(
        self, request: v1.RecordHeartbeatRequest
    ) -> v1.RecordHeartbeatResponse:
        """A measurement like a probe's, not a change."""
        await self._heartbeats.take(request)
        return v1.RecordHeartbeatResponse()
