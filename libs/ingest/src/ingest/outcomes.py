"""What becomes of an upstream event: an audit entry, or a counted reason for having none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from contracts.audit.v1 import Publication


@dataclass(frozen=True, slots=True)
class Skipped:
    """The event makes no entry; `reason` is what is counted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """The event can't be understood; it goes to the dead letters."""

    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """The entry that the event makes, and how many secrets were taken out of it."""

    publication: Publication
    redactions: int = 0


Outcome = Told | Skipped | Malformed
Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the directory knows."""

    id: str
    email: str = ""
    name: str = ""
    tenants: Sequence[str] = field(default=())


class Directory(Protocol):
    """What a source may ask about tenants and people."""

    def has_tenant(self, slug: str) -> bool:
        """Say whether there is such a tenant."""
        ...

    def tenant_of_address(self, address: str) -> str | None:
        """Return whose domain the address (or bare domain) belongs to."""
        ...

    def tenant_of_space(self, space: str) -> str | None:
        """Return who was given this oCIS space."""
        ...

    def person(self, email: str) -> Person | None:
        """Return the one person with this address; None also when there are several."""
        ...

    def person_at(self, source: str, identity: str) -> Person | None:
        """Return who has this identity at the source."""
        ...


def tenant_of(person: Person | None) -> str | None:
    """Return the person's tenant; somebody in several acts for none that we could name."""
    if person is None or len(set(person.tenants)) != 1:
        return None
    return person.tenants[0]
