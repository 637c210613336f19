"""What the reconciler needs to know of a system; each implements it in a folder of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from tenant.provisioning.items import Item, Name, Step, Wanted
from tenant.provisioning.target import Target


@dataclass(frozen=True, slots=True)
class Remembered:
    """What we know of an item by ourselves."""

    kind: str
    key: str
    external_id: str = ""
    # It was wanted for the tenant once: made, or adopted.
    ours: bool = False
    # We made it; what was there before us outlives the tenant.
    created: bool = False
    # We closed it, and `restore` is what it was: only what we closed do we open.
    closed: bool = False
    restore: Any = None
    # We were about to make it, and don't know what came of it.
    intended_at: datetime | None = None

    @property
    def name(self) -> Name:
        """What tells it from the others of its integration."""
        return self.kind, self.key


Known = Mapping[Name, Remembered]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a tenant uses there; None is not known."""

    users: int | None = None
    mailboxes: int | None = None
    storage_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look has found."""

    items: Sequence[Item]
    figures: Figures = field(default_factory=Figures)
    # Of what stands for the tenant there.
    external_id: str = ""
    # What an operator might wonder about.
    note: str = ""

    def of(self, kind: str) -> list[Item]:
        """Return the items of one kind."""
        return [item for item in self.items if item.kind == kind]


class Integration(Protocol):
    """A system that tenants are provisioned in."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def shared(self) -> frozenset[str]:
        """The kinds that belong to people, whichever tenants they are at."""

    @property
    def marked(self) -> frozenset[str]:
        """The kinds that it makes twice when asked twice."""

    async def see(self, target: Target, known: Known) -> Seen:
        """Look at everything that has to do with the tenant; changes nothing."""

    def want(self, target: Target, seen: Seen, known: Known) -> Sequence[Wanted]:
        """Say what should be there, parents first; pure."""

    async def carry_out(self, step: Step, target: Target, known: Known) -> str:
        """Make one change; return the system's own id of what was created, else nothing."""
