"""What the flag service reads from the environment."""

from typing import ClassVar

import chassis
from pydantic import Field
from pydantic_settings import SettingsConfigDict

_NAME = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"


class Settings(chassis.Settings):
    """Variables `FLAG_*`."""

    model_config = SettingsConfigDict(env_prefix="FLAG_", extra="ignore", frozen=True)
    service: ClassVar[str] = "flag"
    description: ClassVar[str] = "Feature flags and their evaluation."

    environment: str = Field(
        "development", pattern=_NAME, description="Where flags are evaluated for, by everybody."
    )
    reviewed_environments: tuple[str, ...] = Field(
        (), description="Environments whose flags change by approved change requests only."
    )

    @property
    def is_reviewed(self) -> bool:
        """Say whether this environment demands four eyes."""
        return self.environment in self.reviewed_environments
