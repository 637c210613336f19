"""What every service reads from the environment."""

import os
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

Seconds = Annotated[float, Field(gt=0)]


class UnknownSetting(ValueError):
    """A variable carries the service's prefix but no setting knows it."""


class Settings(BaseSettings):
    """Shared settings; a service subclasses this with its own `env_prefix`.

    Shared variables carry no prefix; the service's own fields get its prefix by themselves.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True)
    service: ClassVar[str]
    description: ClassVar[str]

    nats_url: str = Field("nats://127.0.0.1:4222", validation_alias="NATS_URL")
    nats_user: str = Field("", validation_alias="NATS_USER")
    nats_password: str = Field("", validation_alias="NATS_PASSWORD", repr=False)
    mongo_url: str = Field(
        "mongodb://127.0.0.1:27017/?directConnection=true",
        validation_alias="MONGO_URL",
        repr=False,
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", validation_alias="LOG_LEVEL"
    )
    log_format: Literal["auto", "json", "console"] = Field("auto", validation_alias="LOG_FORMAT")
    otlp_endpoint: str = Field("", validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    drain_seconds: Seconds = Field(10.0, validation_alias="DRAIN_SECONDS")

    @classmethod
    def from_environment(cls) -> Self:
        """Read the environment; refuse what nobody would read.

        A misspelt variable would otherwise be ignored in silence.
        """
        prefix = cls.model_config.get("env_prefix", "").upper()
        known = {f"{prefix}{name}".upper() for name in cls.model_fields}
        for variable in sorted(os.environ):
            if prefix and variable.upper().startswith(prefix) and variable.upper() not in known:
                names = ", ".join(sorted(name for name in known if name.startswith(prefix)))
                raise UnknownSetting(f"{variable} is no setting of {cls.service}; known: {names}")
        return cls()
