"""What the console reads from the environment."""

from typing import ClassVar

from pydantic_settings import SettingsConfigDict
from web import WebSettings


class Settings(WebSettings):
    """Variables `CONSOLE_*`."""

    model_config = SettingsConfigDict(
        env_prefix="CONSOLE_", extra="ignore", frozen=True, env_ignore_empty=True
    )
    service: ClassVar[str] = "console"
    description: ClassVar[str] = "The operators' console."
