"""What a tenant may become, and what refuses it.

    create ──▶ active ──suspend──▶ suspended ──resume──▶ active
                  │                    │
                  └──────delete────────┴──▶ deleted

A tenant with integrations starts as pending; it may be suspended, resumed and deleted like an
active one, and resume returns it to where it was suspended from.
"""

import re
from collections.abc import Iterable

from contracts.faults import Conflict, Malformed, NotFound, StaleVersion
from contracts.platform.v1 import FieldError

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{1,253}}$)({_LABEL}\.)+(?=[a-z]){_LABEL}$")
_LONGEST_PREFIX = 20
_WORD = re.compile(r"[^\W_]+")


class TenantNotFound(NotFound):
    """No such tenant, or none that the caller may know of."""

    reason = "tenant_not_found"


class SlugTaken(Conflict):
    """A slug is used once, for ever: also by deleted tenants."""

    reason = "slug_taken"


class DomainTaken(Conflict):
    """A domain belongs to one tenant."""

    reason = "domain_taken"


class DomainMalformed(Malformed):
    """Not a DNS name."""

    reason = "domain_malformed"


class IllegalTransition(Conflict):
    """The tenant's state doesn't allow this."""

    reason = "illegal_transition"


class VersionMismatch(StaleVersion):
    """The change was based on a version that is no longer the newest."""

    reason = "version_mismatch"


# to -> from: resume's target depends on where the tenant was suspended from.
_ALLOWED_FROM = {
    "suspended": {"pending", "active"},
    "active": {"suspended"},
    "deleted": {"pending", "active", "suspended"},
}


def ensure_transition(slug: str, *, current: str, target: str) -> None:
    """Refuse an edge that the state machine doesn't have, naming both states."""
    if current not in _ALLOWED_FROM[target]:
        raise IllegalTransition(f"Tenant {slug} is {current}; it can't become {target}.")


def ensure_version(slug: str, *, expected: int, stored: int) -> None:
    """Refuse a change that was based on an older version."""
    if expected != stored:
        raise VersionMismatch(
            f"Tenant {slug} is at version {stored}, the change at {expected}: read it again."
        )


def normalised_domains(domains: Iterable[str]) -> list[str]:
    """Lower-case, drop a trailing dot and repetitions; refuse what is no DNS name."""
    result: dict[str, None] = {}
    for index, given in enumerate(domains):
        domain = given.strip().lower().removesuffix(".")
        if not _DOMAIN.match(domain):
            raise DomainMalformed(
                f"{given!r} is no domain name.",
                errors=[
                    FieldError(
                        field=f"domains.{index}", message="must be a domain name: example.org"
                    )
                ],
            )
        result[domain] = None
    return list(result)


def words(text: str) -> list[str]:
    """Return the words of a search, lower case, each cut to what is indexed."""
    return [word[:_LONGEST_PREFIX] for word in _WORD.findall(text.lower())]


def search_tokens(*texts: str) -> list[str]:
    """Return every beginning of every word: text search is then plain equality on an index."""
    return sorted(
        {
            word[:length]
            for text in texts
            for word in words(text)
            for length in range(1, len(word) + 1)
        }
    )
