"""What the portal reads from the environment."""

from typing import ClassVar

from pydantic_settings import SettingsConfigDict
from web import WebSettings


class Settings(WebSettings):
    """Variables `PORTAL_*`."""

    model_config = SettingsConfigDict(
        env_prefix="PORTAL_", extra="ignore", frozen=True, env_ignore_empty=True
    )
    service: ClassVar[str] = "portal"
    description: ClassVar[str] = "The customers' portal."
