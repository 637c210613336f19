"""Changes one tenant, and leaves behind what the change is to leave behind."""

from collections.abc import Callable, Sequence

from chassis import Clock, OutboxEntry, now
from contracts.tenant import v1

from tenant.documents import TenantDocument
from tenant.history import History, snapshot
from tenant.store import TenantStore

Edit = Callable[[TenantDocument], object]


class Changing:
    """The one way from an edit to a stored tenant with its entry and its event."""

    def __init__(self, store: TenantStore, history: History, *, clock: Clock = now) -> None:
        self._store = store
        self._history = history
        self._clock = clock

    async def change(
        self,
        slug: str,
        verb: str,
        edit: Edit,
        *,
        reason: str = "",
        action: str = "",
        domain: str = "",
    ) -> v1.Tenant:
        """Load, edit, save; no difference, no write. `edit` runs again when somebody else saved."""
        why = {"reason": reason, "domain": domain}

        def decide(tenant: TenantDocument) -> Sequence[OutboxEntry]:
            before = snapshot(tenant)
            edit(tenant)
            if snapshot(tenant) == before:
                return ()
            tenant.updated_at = self._clock()
            return self._history.of(verb, tenant, before=before, why=why, action=action)

        return snapshot(await self._store.change(slug, decide))
