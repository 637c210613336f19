"""Finds out what a tenant should be outside, from its document and its people's."""

from collections.abc import Sequence

from contracts.tenant.v1 import Tenant, User

from tenant.provisioning.memory.store import MemoryStore
from tenant.provisioning.store import ProvisioningStore
from tenant.provisioning.target import Target, target_of


class Aims:
    """Targets as the database has them now."""

    def __init__(
        self, store: ProvisioningStore, memory: MemoryStore, *, takes_unproven: bool
    ) -> None:
        """`takes_unproven`: domains needn't be proven to be made."""
        self._store = store
        self._memory = memory
        self._takes_unproven = takes_unproven

    async def of(self, tenant: Tenant) -> Target:
        """Return the target."""
        people = await self._people(tenant)
        others = {
            one.tenant_slug
            for user in people
            for one in (*user.memberships, *user.inactive_memberships)
        }
        statuses = await self._store.statuses_in_all(others - {tenant.slug})
        proven = tenant.domains if self._takes_unproven else tenant.verified_domains
        unproven = [domain for domain in tenant.domains if domain not in proven]
        return target_of(tenant, people, statuses=statuses, unproven_domains=unproven)

    async def _people(self, tenant: Tenant) -> Sequence[User]:
        """Return who belongs there; of a purged tenant also who did: they have left by then."""
        people = await self._store.people_of(tenant.slug)
        if tenant.status != "purged":
            return people
        emails = await self._memory.keys_in_all(tenant.id) - {user.email for user in people}
        return [*people, *await self._store.people_at_in_all(emails)]
