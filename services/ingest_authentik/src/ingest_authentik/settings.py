"""What the service reads from the environment."""

from pathlib import Path
from typing import Annotated, ClassVar

import ingest
from chassis.settings import Seconds
from pydantic import Field
from pydantic_settings import SettingsConfigDict


class Settings(ingest.Settings):
    """Variables `INGEST_AUTHENTIK_*`; lists are JSON."""

    model_config = SettingsConfigDict(env_prefix="INGEST_AUTHENTIK_", extra="ignore", frozen=True)
    service: ClassVar[str] = "ingest_authentik"
    description: ClassVar[str] = "Takes over the events of authentik."

    interval_seconds: Seconds = Field(60.0, description="Between two polls.")
    url: str = Field("http://127.0.0.1:9000", description="authentik, without /api.")
    token: str = Field("", repr=False, description="Of intent API, with view_event.")
    token_file: Path | None = Field(
        None, description="Holds the token; read again when it changes. Wins over the token."
    )
    overlap_seconds: Seconds = Field(180.0, ge=120, description="Read again below the newest.")
    pages_per_tick: Annotated[int, Field(ge=8)] = 20
    backfill_days: Seconds = Field(365.0, description="How far back the first run reads.")
    group_lookups: bool = Field(False, description="Ask authentik for the groups of the unknown.")
    service_accounts: tuple[str, ...] = Field(
        ("svc-", "ak-outpost-"), description="User names that begin so are services."
    )
    webhook_secret: str = Field("", repr=False, description="Switches the webhook on.")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8086
