"""What the gateway reads from the environment."""

from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, ClassVar, Literal

import chassis
from chassis.files import checked_url
from chassis.settings import Seconds
from identity import Issuer
from pydantic import AfterValidator, Field
from pydantic_settings import SettingsConfigDict

Network = IPv4Network | IPv6Network
Port = Annotated[int, Field(ge=0, le=65535)]


class Settings(chassis.Settings):
    """Variables `GATEWAY_*`; lists are JSON. `MONGO_URL` is not used: there is no database."""

    model_config = SettingsConfigDict(env_prefix="GATEWAY_", extra="ignore", frozen=True)
    service: ClassVar[str] = "gateway"
    description: ClassVar[str] = "The one HTTP door."

    host: str = "127.0.0.1"
    port: Port = 8080
    issuers: tuple[Issuer, ...] = Field((), description="Whose tokens are believed.")
    trusted_proxies: tuple[Network, ...] = Field(
        (), description="Who may name the client's address in X-Forwarded-For."
    )
    cors_origins: tuple[str, ...] = Field((), description="Origins whose scripts may call.")
    request_seconds: Seconds = Field(10.0, description="The budget of a request, every hop of it.")
    body_limit_bytes: int = Field(1024 * 1024, gt=0)
    rate_per_second: float = Field(
        100.0, ge=0, description="Per actor and per address, in this instance; 0 for no limit."
    )
    rate_burst: int = Field(200, ge=1)
    metrics_access: Literal["operator", "public"] = Field(
        "operator", description="Who reads /metrics; public where only Prometheus gets there."
    )
    stream_secret: str = Field(
        "", repr=False, description="Signs tickets for streams; shared by all instances."
    )
    exports_url: Annotated[str, AfterValidator(checked_url)] = Field(
        "file:///var/lib/dezky/exports",
        description="Where the audit service's exports lie: as AUDIT_EXPORTS_URL, to be read.",
    )
    directory_stale_seconds: Seconds = Field(
        60.0, description="How long the directory is believed while the bus is away."
    )
    denial_window_seconds: Seconds = Field(
        60.0, description="Repeats of a denial within it become one audit entry."
    )
