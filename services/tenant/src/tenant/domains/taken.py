"""A domain belongs to one tenant: pure."""

from collections.abc import Iterable, Mapping

from contracts.faults import Conflict
from contracts.platform.v1 import FieldError


class DomainTaken(Conflict):
    """A domain belongs to one tenant."""

    reason = "domain_taken"


def domain_taken(
    domains: Iterable[str], *, holders: Mapping[str, str] | None = None
) -> DomainTaken:
    """Say which domains somebody else has; whose they are only where `holders` says so."""
    errors = [
        FieldError(field="domains", message=f"{domain} belongs to {_whom(domain, holders or {})}")
        for domain in domains
    ]
    return DomainTaken("A domain belongs to one tenant.", errors=errors)


def _whom(domain: str, holders: Mapping[str, str]) -> str:
    return f"tenant {holders[domain]}" if domain in holders else "another tenant"
