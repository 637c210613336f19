"""What the tenant service reads from the environment."""

from typing import ClassVar, Literal

import chassis
from contracts.tenant.v1 import Quotas
from pydantic import Field
from pydantic_settings import SettingsConfigDict


class Settings(chassis.Settings):
    """Variables `TENANT_*`."""

    model_config = SettingsConfigDict(env_prefix="TENANT_", extra="ignore", frozen=True)
    service: ClassVar[str] = "tenant"
    description: ClassVar[str] = "Tenants, people and the directory."

    first_admins: tuple[str, ...] = Field(
        (),
        description="Verified emails or issuer|subject: each granted platform admin once.",
    )
    plan_limits: dict[Literal["starter", "business", "enterprise"], Quotas] = Field(
        default={
            "starter": Quotas(users=10, mailboxes=10, storage_gib=100),
            "business": Quotas(users=250, mailboxes=250, storage_gib=2500),
            "enterprise": Quotas(),
        },
        description="What tenants of each plan may use; what is left out is unlimited.",
    )
    integrations: tuple[Literal["authentik", "stalwart", "ocis"], ...] = Field(
        ("authentik", "stalwart", "ocis"),
        description="What new tenants get of the systems that run, when nothing else is said.",
    )
    own_tenants: int = Field(
        3, ge=0, description="How many tenants somebody may make in the portal; 0 for none."
    )
    dns_servers: tuple[str, ...] = Field(
        (), description="Name servers that are asked for proofs; the machine's when empty."
    )
    retention_days: float = Field(
        30, ge=0, description="Days for which a deleted tenant can be restored; then it is purged."
    )
