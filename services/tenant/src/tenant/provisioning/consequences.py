"""What follows from a visit: the tenant shows it, becomes active, and its people get known."""

from collections.abc import Sequence

from chassis import Clock, now
from contracts.tenant.v1 import Provisioning, Tenant

from tenant import lifecycle
from tenant.changing import Changing
from tenant.provisioning.acquaintance import Acquaintance
from tenant.provisioning.assessing import Attempt
from tenant.provisioning.documents import ProvisioningDocument
from tenant.provisioning.figures import usage_of
from tenant.store import TenantStore

_SPACE_SYSTEM = "ocis"


class Consequences:
    """Each may be repeated: a kill in between leaves them to the next visit."""

    def __init__(
        self,
        tenants: TenantStore,
        changing: Changing,
        acquaintance: Acquaintance,
        *,
        clock: Clock = now,
    ) -> None:
        self._tenants = tenants
        self._changing = changing
        self._acquaintance = acquaintance
        self._clock = clock

    async def follow(
        self,
        tenant: Tenant,
        document: ProvisioningDocument,
        attempts: Sequence[Attempt],
    ) -> None:
        """Show, activate, make known."""
        used = usage_of(attempts, held=tenant.used, at=self._clock())
        await self._tenants.note(tenant.slug, provisioning=document.state, used=used)
        if tenant.status == "pending" and document.state == "ready":
            await self._changing.change(tenant.slug, "activated", lifecycle.activate)
        for attempt in attempts:
            if attempt.outcome:
                await self._acquaintance.make(attempt.integration, attempt.outcome.known)


def shown(document: ProvisioningDocument, *, generation: int) -> Provisioning:
    """Return the contract's message."""
    return Provisioning(
        tenant_slug=document.slug,
        generation=generation,
        observed_generation=document.observed_generation,
        state=document.state,
        integrations=document.integrations,
    )


def space_of(attempts: Sequence[Attempt]) -> str:
    """Return the id of the tenant's space as the log of oCIS writes it: without its storage."""
    for attempt in attempts:
        if attempt.integration == _SPACE_SYSTEM and attempt.outcome:
            return attempt.outcome.seen.external_id.rpartition("$")[2].partition("!")[0]
    return ""
