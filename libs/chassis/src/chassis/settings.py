"""What every service reads from the environment."""

import os
import re
import sys
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar
from urllib.parse import urlsplit

from bus.streams import PLAINTEXT_DAYS
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _bus_address(value: str) -> str:
    try:
        address = urlsplit(value)
        is_possible = bool(address.hostname) and address.port != 0
    except ValueError:
        is_possible = False
    if not is_possible or address.scheme not in {"nats", "tls", "ws", "wss"}:
        raise ValueError("should look like nats://host:4222")
    return value


def _database_address(value: str) -> str:
    if not re.match(r"mongodb(\+srv)?://[^/]", value):
        raise ValueError("should look like mongodb://host:27017/")
    return value


Seconds = Annotated[float, Field(gt=0)]
BusAddress = Annotated[str, AfterValidator(_bus_address)]
DatabaseAddress = Annotated[str, AfterValidator(_database_address)]
Level = Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)]


class SettingsRefused(ValueError):  # noqa: N818 - faults state the fact (style.md 5)
    """A variable is wrong; the text is one line that names it, never its value."""


class UnknownSetting(SettingsRefused):
    """A variable carries the service's prefix but no setting knows it."""


class Settings(BaseSettings):
    """Shared settings; a service subclasses this with its own `env_prefix`.

    Shared variables carry no prefix; the service's own fields get its prefix by themselves.
    """

    # An empty variable is what compose makes of one that isn't set.
    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)
    service: ClassVar[str]
    description: ClassVar[str]

    nats_url: BusAddress = Field("nats://127.0.0.1:4222", validation_alias="NATS_URL", repr=False)
    nats_user: str = Field("", validation_alias="NATS_USER")
    nats_password: str = Field("", validation_alias="NATS_PASSWORD", repr=False)
    mongo_url: DatabaseAddress = Field(
        "mongodb://127.0.0.1:27017/?directConnection=true",
        validation_alias="MONGO_URL",
        repr=False,
    )
    log_level: Level = Field("info", validation_alias="LOG_LEVEL")
    log_format: Literal["auto", "json", "console"] = Field("auto", validation_alias="LOG_FORMAT")
    otlp_endpoint: str = Field("", validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    # How long streams, outboxes and dead letters may hold what tells of people.
    plaintext_days: int = Field(PLAINTEXT_DAYS, ge=1, validation_alias="PLAINTEXT_DAYS")
    drain_seconds: Seconds = Field(10.0, validation_alias="DRAIN_SECONDS")

    @classmethod
    def from_environment(cls) -> Self:
        """Read the environment; raise `SettingsRefused` for what is wrong or read by nobody.

        A misspelt variable would otherwise be ignored in silence.
        """
        prefix = cls.model_config.get("env_prefix", "").upper()
        known = {_variable(cls, name) for name in cls.model_fields}
        for variable in sorted(os.environ):
            if prefix and variable.upper().startswith(prefix) and variable.upper() not in known:
                names = ", ".join(sorted(name for name in known if name.startswith(prefix)))
                raise UnknownSetting(
                    f"{variable} is no setting of {cls.service}; known: {names or 'none'}"
                )
        try:
            return cls()
        except ValidationError as error:
            raise SettingsRefused(_told(cls, error)) from None
        except SettingsError as error:
            field = re.search(r'field "(\w+)"', str(error))
            name = _variable(cls, field[1]) if field else "a setting"
            raise SettingsRefused(f"{name}: should be JSON") from None


S = TypeVar("S", bound=Settings)


def read_or_exit(settings: type[S]) -> S:
    """Read the environment; exit with 1 and one clear line when it is wrong."""
    try:
        return settings.from_environment()
    except SettingsRefused as refused:
        sys.exit(f"{settings.service}: {refused}")


def _variable(settings: type[Settings], name: str) -> str:
    """Return the environment variable of a field."""
    alias = settings.model_fields[name].validation_alias
    prefix: str = settings.model_config.get("env_prefix", "")
    return str(alias or f"{prefix}{name}").upper()


def _told(settings: type[Settings], error: ValidationError) -> str:
    """Say what is wrong with which variable; values stay out, for they may be secrets."""
    lines = []
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        first, *rest = map(str, one["loc"])
        name = _variable(settings, first) if first in settings.model_fields else first
        lines.append(f"{'.'.join([name, *rest])}: {one['msg'].removeprefix('Value error, ')}")
    return "; ".join(lines)
