"""What the audit service reads from the environment."""

from typing import Annotated, ClassVar

import chassis
from pydantic import AfterValidator, Field
from pydantic_settings import SettingsConfigDict

from audit.persons.master import MasterKeys


def _master_keys(texts: list[str]) -> list[str]:
    MasterKeys.read(texts)
    return texts


class Settings(chassis.Settings):
    """What every service reads, and keys. Without keys the service doesn't start."""

    model_config = SettingsConfigDict(env_prefix="AUDIT_", extra="ignore", frozen=True)
    service: ClassVar[str] = "audit"
    description: ClassVar[str] = "The audit timeline and the dead letters."

    master_keys: Annotated[list[str], AfterValidator(_master_keys)] = Field(
        repr=False,
        description="`name:base64 of 32 bytes` each; the first wraps people's keys, all unwrap.",
    )
    personal_paths: dict[str, list[str]] = Field(
        default_factory=dict,
        description="Paths in metadata that hold personal data, by action or `action.*`.",
    )
