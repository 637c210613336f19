"""What a system off the bus may record, and in whose name: pure."""

from collections.abc import Sequence
from datetime import datetime

from bus import subjects
from chassis import Scope
from contracts.audit.v1 import Publication
from contracts.faults import Forbidden, Malformed
from contracts.platform.v1 import FieldError

from audit.entries import entry_of
from audit.rules import Refused
from audit.sources import RESERVED


class SourceReserved(Forbidden):
    """The platform's own services speak for themselves."""

    reason = "source_reserved"


class EntriesRefused(Malformed):
    """Some of them are no entries; none was recorded."""

    reason = "entries_refused"


def ensure_free(source: str) -> None:
    """Refuse a name of ours: it would pass for the platform's own word."""
    if source in RESERVED:
        raise SourceReserved(
            f"{source} is a source of the platform itself; use a name of your own."
        )


def placed(publications: Sequence[Publication], scope: Scope) -> list[Publication]:
    """Return the entries with their tenant: of a key for one tenant, every entry is that one's."""
    only = scope.tenants[0] if scope.tenants and len(scope.tenants) == 1 else ""
    return [
        one.model_copy(update={"tenant_slug": only}) if only and one.tenant_slug is None else one
        for one in publications
    ]


def ensure_entries(
    source: str, publications: Sequence[Publication], scope: Scope, *, now: datetime
) -> None:
    """Refuse all if the timeline would refuse one, with the place of each in the request."""
    errors = []
    for place, publication in enumerate(publications):
        try:
            _check(source, publication, scope, now=now)
        except Refused as refused:
            errors.append(FieldError(field=f"entries.{place}", message=str(refused)))
    if errors:
        raise EntriesRefused(f"{len(errors)} of {len(publications)} are refused.", errors=errors)


def _check(source: str, publication: Publication, scope: Scope, *, now: datetime) -> None:
    tenant = publication.tenant_slug or ""
    if scope.tenants is not None and tenant not in scope.tenants:
        raise Refused(f"tenantSlug: the key isn't for {tenant or 'what concerns no tenant'!r}")
    if publication.action is None:
        raise Refused("action: is needed")
    try:
        subject = subjects.audit(source, tenant, publication.action)
    except ValueError as error:
        raise Refused(f"action, tenantSlug: {error}") from error
    entry_of(subject, publication.dump_json(), sequence=0, received_at=now)
