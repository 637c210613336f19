"""What the stand-ins can be told by their environment."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Variables start with STANDINS_."""

    model_config = SettingsConfigDict(env_prefix="STANDINS_", env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: int = 8086
    data: Path = Path(".data/standins")
    # Whoever knows it manages everything; without one nobody does.
    secret: SecretStr = SecretStr("")
