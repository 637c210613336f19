"""What a partner may become, and what refuses it.

    create ──▶ active ──terminate──▶ terminated ──reinstate──▶ active

A terminated partner keeps the tenants that it has, unless they are detached, and takes no new ones.
It can be changed: bills are still to be paid.
"""

from datetime import UTC, datetime, timedelta

from contracts.faults import Conflict, Malformed, NotFound, StaleVersion
from contracts.platform.v1 import FieldError

_INSTANT = timedelta(milliseconds=1)
_FEWEST_LABELS = 2


class PartnerNotFound(NotFound):
    """No such partner, or none that the caller may know of."""

    reason = "partner_not_found"

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no partner {slug}.")


class SlugTaken(Conflict):
    """A slug is used once, for ever: also by terminated partners."""

    reason = "slug_taken"

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The slug {slug} is taken.", errors=[FieldError(field="slug", message="is taken")]
        )


class VersionMismatch(StaleVersion):
    """The change was based on a version that is no longer the newest."""

    reason = "version_mismatch"


class NameBlank(Malformed):
    """Nobody could find the partner in a list."""

    reason = "name_blank"


class DomainMalformed(Malformed):
    """A host, but no domain."""

    reason = "domain_malformed"


class MonthMalformed(Malformed):
    """A month of which nothing can be known."""

    reason = "month_malformed"


def ensure_version(slug: str, *, expected: int, stored: int) -> None:
    """Refuse a change that was based on another version."""
    if expected != stored:
        raise VersionMismatch(
            f"Partner {slug} is at version {stored}, the change at {expected}: read it again."
        )


def named(given: str) -> str:
    """Return the name without the space around it; refuse one that is nothing else."""
    name = given.strip()
    if not name:
        raise NameBlank(
            "The name is blank.",
            errors=[FieldError(field="name", message="must show more than space")],
        )
    return name


def normalised_domain(given: str) -> str:
    """Return the domain in lower case without its final dot; refuse a single label."""
    domain = given.lower().removesuffix(".")
    if len(domain.split(".")) < _FEWEST_LABELS:
        raise DomainMalformed(
            f"{given!r} is no domain name.",
            errors=[FieldError(field="domain", message="must be a domain name: example.org")],
        )
    return domain


def last_instant(month: str, *, now: datetime) -> datetime:
    """Return the month's last instant, or now in the current one; refuse one that is to come."""
    year, number = map(int, month.split("-"))
    try:
        begins = datetime(year, number, 1, tzinfo=UTC)
    except ValueError:
        raise _no_month(month, "must be a month of the calendar: 2026-10") from None
    if begins > now:
        raise _no_month(month, "must not be in the future")
    return min(now, (begins + timedelta(days=31)).replace(day=1) - _INSTANT)


def _no_month(month: str, message: str) -> MonthMalformed:
    return MonthMalformed(
        f"The month {month} {message}.", errors=[FieldError(field="month", message=message)]
    )
