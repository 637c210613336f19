"""What anybody may know: names and statuses, never addresses, errors or tenants."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from contracts.health import v1

from health.history.reports import Reports
from health.incidents.store import IncidentStore
from health.incidents.tenants import Tenants
from health.maintenance.calendar import Calendar
from health.rules import summary

_INCIDENTS_OF = timedelta(days=14)
# Uptimes of 90 days hardly move: a page that many look at must not read them each time.
_KEPT = timedelta(minutes=5)


class PublicStatus:
    """The status page as data."""

    def __init__(
        self, reports: Reports, incidents: IncidentStore, calendar: Calendar, tenants: Tenants
    ) -> None:
        self._reports = reports
        self._incidents = incidents
        self._calendar = calendar
        self._tenants = tenants
        self._uptimes: dict[str, tuple[datetime, v1.Uptime]] = {}

    async def show(
        self, states: Sequence[v1.TargetState], tenant_slug: str | None, now: datetime
    ) -> v1.GetPublicStatusResponse:
        """Return the platform, or what concerns one tenant."""
        if tenant_slug:
            wanted = self._tenants.of(tenant_slug)
            states = [one for one in states if not one.integration or one.integration in wanted]
        shown = [one for one in states if one.status != "not_configured"]
        names = {one.id: one.name for one in states}
        probed = [one.id for one in shown if one.status != "planned"]
        uptimes = dict(
            zip(
                probed,
                await asyncio.gather(*(self._uptime(one, now) for one in probed)),
                strict=True,
            )
        )
        status, words, _, _ = summary(shown)
        incidents = await self._incidents.all_open()
        incidents += await self._incidents.all_closed_since(now - _INCIDENTS_OF)
        targets = [
            v1.PublicTarget(
                id=one.id,
                name=one.name,
                group=one.group,
                status=one.status,
                in_maintenance=one.in_maintenance,
                affected_by=names.get(one.affected_by, ""),
                uptime=uptimes.get(one.id),
            )
            for one in shown
        ]
        return v1.GetPublicStatusResponse(
            at=now,
            status=status,
            summary=words,
            targets=sorted(targets, key=lambda one: (one.group, one.name)),
            incidents=[
                v1.PublicIncident(
                    id=one.id,
                    title=one.title,
                    status=one.status,
                    opened_at=one.opened_at,
                    closed_at=one.closed_at,
                )
                for one in sorted(incidents, key=lambda one: one.opened_at, reverse=True)
                if not one.target_id or one.target_id in names
            ],
            maintenance=self._calendar.shown(now),
        )

    async def _uptime(self, target: str, now: datetime) -> v1.Uptime:
        kept = self._uptimes.get(target)
        if kept is None or now - kept[0] > _KEPT:
            kept = now, await self._reports.uptime(target, "90d", now)
            self._uptimes[target] = kept
        return kept[1]
