"""What anybody may know: names and statuses, never addresses, errors or tenants."""

import asyncio
from datetime import datetime, timedelta

from contracts.health import v1

from health.history.reports import Reports
from health.incidents.store import IncidentStore
from health.maintenance.calendar import Calendar
from health.platform import Platform, Stamp
from health.prepared import Prepared
from health.rules import summary
from health.tenants.mirror import Tenants
from health.tenants.rules import public

_INCIDENTS_OF = timedelta(days=14)
# Uptimes of 90 days hardly move: a page that many look at must not read them each time.
_KEPT = timedelta(minutes=5)
Record = tuple[v1.Uptime, list[v1.Day]]
# Whose page: what a tenant wants, None for the whole platform.
Whose = frozenset[str] | None


class PreparedStatus(Prepared, v1.GetPublicStatusResponse):
    """The status page as data, with its JSON."""


class PublicStatus:
    """The status page as data: however many look, it is made at most once a second."""

    def __init__(
        self,
        platform: Platform,
        reports: Reports,
        *,
        incidents: IncidentStore,
        calendar: Calendar,
        tenants: Tenants,
    ) -> None:
        self._platform = platform
        self._reports = reports
        self._incidents = incidents
        self._calendar = calendar
        self._tenants = tenants
        self._records: dict[str, tuple[datetime, Record]] = {}
        self._pages: dict[Whose, tuple[Stamp, PreparedStatus]] = {}
        self._making = asyncio.Lock()

    async def show(self, tenant_slug: str | None, now: datetime) -> v1.GetPublicStatusResponse:
        """Return the platform, or what concerns one tenant.

        A tenant that nobody knows sees what concerns everybody: no name is given away.
        """
        whose = self._tenants.of(tenant_slug) if tenant_slug else None
        async with self._making:
            stamp = self._platform.stamp(now)
            kept = self._pages.get(whose)
            if kept is None or kept[0] != stamp:
                kept = stamp, await self._made(whose, now)
                self._pages[whose] = kept
        return kept[1]

    async def _made(self, whose: Whose, now: datetime) -> PreparedStatus:
        shown = [
            one
            for one in self._platform.states(sees_everything=False)
            if one.status != "not_configured"
            and (whose is None or not one.integration or one.integration in whose)
        ]
        names = {one.id: one.name for one in shown}
        records = await asyncio.gather(*(self._record(one, now) for one in shown))
        status, words, _, _ = summary(shown)
        incidents = await self._incidents.all_open()
        incidents += await self._incidents.all_closed_since(now - _INCIDENTS_OF)
        incidents.sort(key=lambda one: one.opened_at, reverse=True)
        return PreparedStatus.model_construct(
            at=now,
            status=status,
            summary=words,
            targets=[
                _target(one, names, record) for one, record in zip(shown, records, strict=True)
            ],
            incidents=[
                public(one, names)
                for one in incidents
                if not one.target_id or one.target_id in names
            ],
            maintenance=[
                one
                for one in self._calendar.shown(now)
                if not one.targets or not names.keys().isdisjoint(one.targets)
            ],
        )

    async def _record(self, state: v1.TargetState, now: datetime) -> Record | None:
        if state.status == "planned":
            return None
        kept = self._records.get(state.id)
        if kept is None or now - kept[0] > _KEPT:
            kept = now, await self._reports.record(state.id, now)
            self._records[state.id] = kept
        return kept[1]


def _target(state: v1.TargetState, names: dict[str, str], record: Record | None) -> v1.PublicTarget:
    uptime, days = record or (None, [])
    return v1.PublicTarget(
        id=state.id,
        name=state.name,
        group=state.group,
        status=state.status,
        since=state.since,
        in_maintenance=state.in_maintenance,
        affected_by=names.get(state.affected_by, ""),
        uptime=uptime,
        days=days,
    )
