"""How well a tenant is served: pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from contracts.health.v1 import (
    AffectedService,
    Incident,
    PublicIncident,
    TargetState,
    TenantHealth,
)
from contracts.tenant.v1 import TenantRecord

from health.rules import summary

_FINE = frozenset({"ok", "planned", "not_configured"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What those who want the same integrations meet."""

    status: str
    words: str
    affected: tuple[AffectedService, ...]


def service_of(wanted: Collection[str], states: Sequence[TargetState]) -> Service:
    """Return what a tenant meets that wants these integrations."""
    names = {one.id: one.name for one in states}
    own = [one for one in states if one.integration in wanted]
    status, words, _, _ = summary(own)
    affected = (_affected(one, names) for one in own if one.status not in _FINE)
    return Service(
        status=status,
        words=words,
        affected=tuple(sorted(affected, key=lambda one: one.name)),
    )


def health_of(
    record: TenantRecord, service: Service, incidents: Sequence[PublicIncident]
) -> TenantHealth:
    """Return how well one tenant is served."""
    return TenantHealth(
        slug=record.slug,
        name=record.name,
        partner_slug=record.partner_slug,
        status=service.status,
        summary=service.words,
        integrations=sorted(record.integrations),
        affected=list(service.affected),
        incidents=list(incidents),
    )


def public(incident: Incident, names: Mapping[str, str]) -> PublicIncident:
    """Return what those may know of an incident who aren't operators."""
    hit = [incident.target_id, *incident.affected_targets]
    return PublicIncident(
        id=incident.id,
        title=incident.title,
        status=incident.status,
        opened_at=incident.opened_at,
        closed_at=incident.closed_at,
        affected=[names[one] for one in hit if one in names],
    )


def _affected(one: TargetState, names: Mapping[str, str]) -> AffectedService:
    return AffectedService(
        id=one.id,
        name=one.name,
        status=one.status,
        integration=one.integration,
        affected_by=names.get(one.affected_by, ""),
        in_maintenance=one.in_maintenance,
    )
