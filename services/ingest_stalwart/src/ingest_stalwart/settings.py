"""What the service reads from the environment."""

from typing import Annotated, ClassVar

import ingest
from pydantic import Field, model_validator
from pydantic_settings import SettingsConfigDict

from ingest_stalwart.classes import Class


class Settings(ingest.Settings):
    """Variables `INGEST_STALWART_*`; lists are JSON."""

    model_config = SettingsConfigDict(env_prefix="INGEST_STALWART_", extra="ignore", frozen=True)
    service: ClassVar[str] = "ingest_stalwart"
    description: ClassVar[str] = "Takes over the events that Stalwart pushes."

    secrets: tuple[Annotated[str, Field(min_length=16)], ...] = Field(
        (), repr=False, description="Keys of the signature; two while they are rotated."
    )
    credentials: str = Field("", repr=False, description="user:password of Basic auth; optional.")
    classes: tuple[Class, ...] = Field(
        ("security", "failure"), description="Also: success, mail, traffic."
    )
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8085

    @model_validator(mode="after")
    def _has_a_secret(self) -> "Settings":
        if self.enabled and not self.secrets:
            raise ValueError("INGEST_STALWART_SECRETS is needed, or INGEST_STALWART_ENABLED=false")
        return self
