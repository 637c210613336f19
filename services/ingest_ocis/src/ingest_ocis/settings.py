"""What the service reads from the environment."""

from pathlib import Path
from typing import ClassVar, Literal

import ingest
from chassis.settings import Seconds
from pydantic import Field
from pydantic_settings import SettingsConfigDict

from ingest_ocis.allowed import MUTATIONS


class Settings(ingest.Settings):
    """Variables `INGEST_OCIS_*`; lists are JSON."""

    model_config = SettingsConfigDict(env_prefix="INGEST_OCIS_", extra="ignore", frozen=True)
    service: ClassVar[str] = "ingest_ocis"
    description: ClassVar[str] = "Takes over the audit log of ownCloud Infinite Scale."

    interval_seconds: Seconds = Field(5.0, description="Between two looks at the log.")
    audit_path: Path = Field(Path("/var/log/ocis/audit.log"), description="AUDIT_FILEPATH of oCIS.")
    actions: tuple[str, ...] = Field(MUTATIONS, description="Which actions make an entry.")
    transport: Literal["file", "bus"] = Field(
        "file", description="Never both for one oCIS: each would tell everything."
    )
    bus_url: str = Field("", description="oCIS' own NATS, for the transport bus.")
    bus_user: str = ""
    bus_password: str = Field("", repr=False)
