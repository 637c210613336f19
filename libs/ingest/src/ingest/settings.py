"""What every ingest service reads from the environment, under its own prefix."""

import chassis
from chassis.settings import Seconds
from pydantic import Field


class Settings(chassis.Settings):
    """`INGEST_SOURCES` is shared; the rest carries the prefix of the service."""

    sources: tuple[str, ...] = Field(
        ("authentik", "ocis", "stalwart"),
        validation_alias="INGEST_SOURCES",
        description="Whom GET /ingest asks; a new source adds its name.",
    )
    enabled: bool = Field(True, description="False: the service runs and ingests nothing.")
    lease_seconds: Seconds | None = Field(
        None, description="Silence after which another instance takes over; one interval."
    )
