"""What the provider can be told by its environment."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Variables start with IDENTITY_."""

    model_config = SettingsConfigDict(env_prefix="IDENTITY_", env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: int = 8083
    data: Path = Path(".data/identity")
    # What browsers and services call it: the beginning of every issuer's name.
    public_url: str = ""
    # Lets everybody into group-restricted applications, so that others can test their own 403.
    open_applications: bool = False
    # Bearer token of the events API; without one it answers nobody.
    api_token: SecretStr = SecretStr("")
    access_seconds: int = 300

    @property
    def base_url(self) -> str:
        """Without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def cookie_suffix(self) -> str:
        """Tell providers on one host apart: cookies are shared across its ports."""
        return str(urlsplit(self.base_url).port or "default")
