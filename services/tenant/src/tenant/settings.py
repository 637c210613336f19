"""What the tenant service reads from the environment."""

from typing import ClassVar

import chassis
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
    retention_days: float = Field(
        30, ge=0, description="Days for which a deleted tenant can be restored; then it is purged."
    )
