"""Tenants that people make for themselves: who makes one owns it."""

from datetime import timedelta

import structlog
from chassis import Clock, now

from tenant import rules
from tenant.people.members import Members
from tenant.store import TenantStore

log = structlog.get_logger()
# A request that makes one has ended by then, one way or the other.
_ABANDONED = timedelta(minutes=1)


class Founding:
    """A tenant and its first owner are two documents.

    The tenant says who its owner is to be until they are. A kill in between leaves it saying so,
    and the next sweep makes them its owner.
    """

    def __init__(
        self, tenants: TenantStore, members: Members, *, most: int, clock: Clock = now
    ) -> None:
        """`most` is how many tenants somebody may have made that are still there."""
        self._tenants = tenants
        self._members = members
        self._most = most
        self._clock = clock

    async def ensure_room(self, founder: str) -> None:
        """Refuse who has made enough of them."""
        if await self._tenants.founded_in_all(founder) >= self._most:
            raise rules.TooManyTenants(
                f"You have made {self._most} tenants: ask us for more."
                if self._most
                else "Tenants are made by operators here."
            )

    async def complete(self, slug: str, founder: str) -> None:
        """Make the founder owner. Idempotent."""
        await self._members.join(founder, slug=slug, role="owner")
        await self._tenants.note_owned(slug)

    async def sweep(self) -> None:
        """Complete what was left half done."""
        for slug, founder in await self._tenants.ownerless_in_all(
            before=self._clock() - _ABANDONED
        ):
            await self.complete(slug, founder)
            log.info("founding_completed", tenant_slug=slug)
