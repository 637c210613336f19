"""What an application of people reads from the environment."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import chassis
from chassis.settings import Seconds
from identity import Issuer
from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

Port = Annotated[int, Field(ge=0, le=65535)]
Address = Annotated[str, Field(pattern=r"^https?://[^\s?#@/]+$")]


class WebSettings(chassis.Settings):
    """A subclass adds `env_prefix`, `service` and `description`; bus and database are not used."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: Port = 8081
    public_url: Address = Field(
        "http://localhost:8081", description="What browsers call it, without a path."
    )
    gateway_url: Address = Field("http://localhost:8080", description="The one HTTP door.")
    gateway_seconds: Seconds = Field(10.0, description="How long one call of the gateway may take.")
    issuer: Issuer | None = Field(
        None, description="Who signs people in: JSON; its one audience is our client id."
    )
    client_secret: SecretStr = Field(
        SecretStr(""), repr=False, description="Empty for a public client, proven by PKCE alone."
    )
    secret: SecretStr = Field(
        SecretStr(""), repr=False, description="Seals sessions: 32 characters or more, ours alone."
    )
    sessions: Path | None = Field(
        None, description="File that keeps sessions over a restart; in memory when left out."
    )
    idle_seconds: Seconds = Field(8 * 3600.0, description="A session unused for so long ends.")
    session_seconds: Seconds = Field(24 * 3600.0, description="A session ends after that anyway.")
    environment: Literal["development", "staging", "production"] = Field(
        "development", description="Shown on every page, in its colour."
    )

    @property
    def is_secure(self) -> bool:
        """Say whether browsers come over TLS: cookies are marked Secure then."""
        return self.public_url.startswith("https://")

    @property
    def cookie_prefix(self) -> str:
        """Begin every cookie's name; cookies are shared across the ports of one host."""
        if self.is_secure:
            return f"__Host-dezky-{self.service}"
        return f"dezky-{self.service}-{urlsplit(self.public_url).port or 80}"
