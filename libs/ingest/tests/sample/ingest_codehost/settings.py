"""What the service reads from the environment."""

from typing import Annotated, ClassVar

import ingest
from pydantic import Field
from pydantic_settings import SettingsConfigDict


class Settings(ingest.Settings):
    """Variables `INGEST_CODEHOST_*`; lists are JSON."""

    model_config = SettingsConfigDict(env_prefix="INGEST_CODEHOST_", extra="ignore", frozen=True)
    service: ClassVar[str] = "ingest_codehost"
    description: ClassVar[str] = "Takes over the events that a code host pushes."

    secrets: tuple[Annotated[str, Field(min_length=16)], ...] = Field(
        (), repr=False, description="Keys of the signature; two while they are rotated."
    )
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8087
