"""What other services may react to: published to event.tenant.<slug or _>.<past tense>.

Generated from proto-schemas/tenant/v1/events.proto by generate.py: edits are lost.
"""

from typing import Annotated

from pydantic import Field

from contracts.message import Message
from contracts.tenant.v1.tenant import Tenant


class TenantCreated(Message):
    """A tenant was created."""

    tenant: Annotated[Tenant, Field(description="As created.")]


class TenantUpdated(Message):
    """A tenant changed: what it is called, what it may, whose it is."""

    tenant: Annotated[Tenant, Field(description="As it is now.")]


class TenantActivated(Message):
    """A tenant's systems are ready: it is active."""

    tenant: Annotated[Tenant, Field(description="As it is now.")]


class TenantSuspended(Message):
    """A tenant was suspended."""

    tenant: Annotated[Tenant, Field(description="As it is now.")]


class TenantResumed(Message):
    """A tenant was resumed."""

    tenant: Annotated[Tenant, Field(description="As it is now.")]


class TenantDeleted(Message):
    """A tenant was deleted softly."""

    tenant: Annotated[Tenant, Field(description="As it is now.")]


class TenantRestored(Message):
    """A tenant was restored."""

    tenant: Annotated[Tenant, Field(description="As it is now.")]


class TenantPurged(Message):
    """A tenant was purged: it is gone, and so is what it had elsewhere."""

    tenant: Annotated[Tenant, Field(description="As it is now.")]
