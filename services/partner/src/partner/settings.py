"""What the partner service reads from the environment."""

from typing import ClassVar

import chassis
from pydantic_settings import SettingsConfigDict


class Settings(chassis.Settings):
    """Variables `PARTNER_*`: none yet."""

    model_config = SettingsConfigDict(env_prefix="PARTNER_", extra="ignore", frozen=True)
    service: ClassVar[str] = "partner"
    description: ClassVar[str] = "Partners, their contracts and their margin."
