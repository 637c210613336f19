"""What the audit service reads from the environment."""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, ClassVar

import chassis
from chassis.files import checked_url
from pydantic import AfterValidator, Field
from pydantic_settings import SettingsConfigDict
from transparency import Signer, Verifier

from audit.persons.master import MasterKeys
from audit.retention.policy import rules_of


def _master_keys(texts: list[str]) -> list[str]:
    MasterKeys.read(texts)
    return texts


def _signing_key(text: str) -> str:
    Signer.read(text)
    return text


def _public_keys(texts: list[str]) -> list[str]:
    for text in texts:
        Verifier.read(text)
    return texts


def _retention(days: dict[str, int]) -> dict[str, int]:
    rules_of(days)
    return days


class Settings(chassis.Settings):
    """What every service reads, and keys. Without keys the service doesn't start."""

    model_config = SettingsConfigDict(env_prefix="AUDIT_", extra="ignore", frozen=True)
    service: ClassVar[str] = "audit"
    description: ClassVar[str] = "The audit timeline and the dead letters."

    master_keys: Annotated[list[str], AfterValidator(_master_keys)] = Field(
        repr=False,
        description="`name:base64 of 32 bytes` each; the first wraps people's keys, all unwrap.",
    )
    signing_key: Annotated[str, AfterValidator(_signing_key)] = Field(
        repr=False,
        description="The log's name and Ed25519 key, `PRIVATE+KEY+name+id+key`.",
    )
    former_signing_keys: Annotated[list[str], AfterValidator(_public_keys)] = Field(
        default_factory=list, description="Public keys that checkpoints were signed with before."
    )
    exports_url: Annotated[str, AfterValidator(checked_url)] = Field(
        "file:///var/lib/dezky/exports",
        description="Where exports lie: a folder or `s3://bucket/prefix`; the gateway reads it.",
    )
    export_hours: float = Field(24.0, gt=0, description="How long an export's file is kept.")
    exports_at_once: int = Field(3, ge=1, description="How many a person may have written.")
    export_entries: int = Field(5_000_000, ge=1, description="How many entries one may hold.")
    retention_days: Annotated[dict[str, int], AfterValidator(_retention)] = Field(
        default_factory=dict,
        description='Days until entries go to the archive, by action: `{"*": 400, "mail.*": 30}`.',
    )
    archive_url: Annotated[str, AfterValidator(checked_url)] = Field(
        "file:///var/lib/dezky/archive",
        description="Where the archive is: a folder, or `s3://bucket/prefix`.",
    )
    retention_compacts: bool = Field(
        True, description="Whether the database gives disk back after much was archived."
    )
    allowed_networks: tuple[IPv4Network | IPv6Network, ...] = Field(
        (), description="Link-local or metadata networks that sinks may reach all the same."
    )
    sink_folder: Path | None = Field(
        None, description="Where sinks of the kind `folder:name` put their objects."
    )
    reconcile_seconds: float = Field(
        600.0, gt=0, description="How long after all was compared, stream, store and tree are anew."
    )
    personal_paths: dict[str, list[str]] = Field(
        default_factory=dict,
        description="Paths in metadata that hold personal data, by action or `action.*`.",
    )
