"""What the health service reads from the environment."""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import ClassVar

import chassis
from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict
from sinks import SinkSettings


class Settings(chassis.Settings):
    """Variables `HEALTH_*`."""

    model_config = SettingsConfigDict(env_prefix="HEALTH_", extra="ignore", frozen=True)
    service: ClassVar[str] = "health"
    description: ClassVar[str] = "Probes, history, incidents, alerts and the fleet."

    targets_file: Path | None = Field(None, description="targets.yaml; none: only added ones.")
    addresses: dict[str, str] = Field(
        default_factory=dict, description="Where targets of the file are: id to address."
    )
    allowed_networks: tuple[IPv4Network | IPv6Network, ...] = Field(
        (), description="Link-local networks that targets added by API may reach nevertheless."
    )
    ca_file: Path | None = Field(None, description="Certificates to believe beside the system's.")
    heartbeat_secret: SecretStr = Field(
        SecretStr(""), description="What keys of heartbeats are made of; none: no heartbeats."
    )
    sinks: tuple[SinkSettings, ...] = Field((), description="Where alerts go: a JSON list.")
    reminder_minutes: int = Field(60, ge=5, description="How often an open incident reminds.")
