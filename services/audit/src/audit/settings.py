"""What the audit service reads from the environment."""

from typing import ClassVar

import chassis
from pydantic_settings import SettingsConfigDict


class Settings(chassis.Settings):
    """Only what every service reads."""

    model_config = SettingsConfigDict(env_prefix="AUDIT_", extra="ignore", frozen=True)
    service: ClassVar[str] = "audit"
    description: ClassVar[str] = "The audit timeline and the dead letters."
