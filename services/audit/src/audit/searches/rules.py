"""Who sees a saved search, and what one must be: pure."""

from collections.abc import Iterable
from datetime import datetime

from chassis.scoping import PARTNER_AUDIENCE, is_operator
from contracts.audit.v1 import EntryFilter
from contracts.faults import Conflict, Malformed, NotFound, StaleVersion
from contracts.platform.v1 import Actor, FieldError

from audit.query.selecting import selection_of
from audit.rules import ROLES

OPERATORS = "operators"
MOST_EACH = 200


class SearchNotFound(NotFound):
    """No such search, or none of the caller's."""

    reason = "search_not_found"


class SearchTaken(Conflict):
    """The caller has a search of this name."""

    reason = "search_taken"


class TooManySearches(Conflict):
    """The caller has as many searches as anybody may."""

    reason = "too_many_searches"


class SearchStale(StaleVersion):
    """The change was based on a version that is no longer the newest."""

    reason = "version_mismatch"


class AudienceUnclear(Malformed):
    """It isn't said with whom a search is shared, or it is nobody of the caller's."""

    reason = "audience_unclear"


def audiences_of(actor: Actor) -> list[str]:
    """Return with whom this caller shares, and whose shared searches they see."""
    if is_operator(actor):
        return [OPERATORS]
    if actor.audience == PARTNER_AUDIENCE:
        return [f"partner:{actor.partner_slug}"]
    return [f"tenant:{one.tenant_slug}" for one in actor.memberships if one.role in ROLES]


def audience_for(actor: Actor, tenant_slug: str | None) -> str:
    """Return with whom a search of this caller is shared; raise `AudienceUnclear`."""
    known = audiences_of(actor)
    wanted = [f"tenant:{tenant_slug}"] if tenant_slug else known
    if len(wanted) != 1 or wanted[0] not in known:
        message = "should be a tenant that you run"
        raise AudienceUnclear(
            "Say with the people of which tenant.",
            errors=[FieldError(field="tenantSlug", message=message)],
        )
    return wanted[0]


def ensure_sound(asked: EntryFilter, *, now: datetime) -> None:
    """Raise `QueryMalformed`, with the column, for a filter that could never be run."""
    selection_of(asked, now=now)


def ensure_free(name: str, taken: Iterable[str]) -> None:
    """Raise `SearchTaken` for a name that one of the caller's other searches has.

    Two at the same moment may both get it, which harms nobody: they are told apart by their ids.
    """
    if name.strip().casefold() in {one.casefold() for one in taken}:
        raise SearchTaken(f"You have a search called {name.strip()}.")
