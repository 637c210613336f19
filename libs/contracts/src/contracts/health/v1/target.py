"""What is probed, and what the probes found last.

Generated from proto-schemas/health/v1/target.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Boolean, Double, Int32, Timestamp


class Target(Message):
    """One thing that is probed."""

    id: Annotated[
        str,
        Field(
            pattern="^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            description="Short name, unique: lower-case letters, digits and inner hyphens.",
        ),
    ]

    name: Annotated[str, Field(description="Display name.")] = ""

    group: Annotated[str, Field(description="Heading it stands under.")] = ""

    kind: Annotated[
        Literal[
            "http",
            "tcp",
            "tls",
            "dns",
            "smtp",
            "oidc",
            "nats",
            "mongo",
            "redis",
            "postgres",
            "bus",
            "heartbeat",
        ],
        Field(description="How it is probed."),
    ]

    address: Annotated[
        str,
        Field(
            description=(
                "Where it is: a URL, host:port, a DNS name or a service's name; empty when "
                "nobody has configured it."
            )
        ),
    ] = ""

    interval_seconds: Annotated[
        Int32, Field(alias="intervalSeconds", description="Seconds from one probe to the next.")
    ] = 0

    timeout_ms: Annotated[
        Int32, Field(alias="timeoutMs", description="Milliseconds after which a probe gives up.")
    ] = 0

    warn_ms: Annotated[
        Int32, Field(alias="warnMs", description="Milliseconds from which an answer is a warning.")
    ] = 0

    conditions: Annotated[list[str], Field(description="What must hold, e.g. status == 200.")] = []

    depends_on: Annotated[
        list[str], Field(alias="dependsOn", description="Targets that this one can't work without.")
    ] = []

    planned: Annotated[Boolean, Field(description="Shown but never probed.")] = False

    integration: Annotated[
        str, Field(description="The integration it belongs to: tenants that want it are affected.")
    ] = ""

    source: Annotated[Literal["file", "api"], Field(description="Where its definition stands.")]

    heartbeat_path: Annotated[
        str,
        Field(
            alias="heartbeatPath", description="Where a heartbeat is pushed; empty for other kinds."
        ),
    ] = ""

    version: Annotated[
        Int32, Field(description="Grows by one with every change; 1 for those of the file.")
    ] = 0


class TargetState(Message):
    """A target as it is now."""

    id: Annotated[str, Field(description="The target's id.")] = ""

    name: Annotated[str, Field(description="Display name.")] = ""

    group: Annotated[str, Field(description="Heading it stands under.")] = ""

    kind: Annotated[str, Field(description="How it is probed.")] = ""

    status: Annotated[
        Literal["ok", "warn", "bad", "unknown", "not_configured", "planned"],
        Field(description="What the probes found; planned and not_configured are never probed."),
    ]

    since: Annotated[
        Timestamp | None, NullRefused(), Field(description="Since when it has this status.")
    ] = None

    checked_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="checkedAt", description="When it was last probed."),
    ] = None

    latency_ms: Annotated[
        Double | None,
        NullRefused(),
        Field(alias="latencyMs", description="Milliseconds that the last probe took."),
    ] = None

    certificate_days: Annotated[
        Double | None,
        NullRefused(),
        Field(alias="certificateDays", description="Days that its certificate is still valid."),
    ] = None

    error: Annotated[str, Field(description="Why it isn't ok; for operators only.")] = ""

    address: Annotated[str, Field(description="Where it is; for operators only.")] = ""

    depends_on: Annotated[
        list[str], Field(alias="dependsOn", description="Targets that it can't work without.")
    ] = []

    affected_by: Annotated[
        str,
        Field(
            alias="affectedBy",
            description=(
                "The failing target that makes this one fail; empty when it fails by itself or "
                "not at all."
            ),
        ),
    ] = ""

    flapping: Annotated[
        Boolean,
        Field(
            description=(
                "Changes its status so often that it must be good for longer before it counts "
                "as good."
            )
        ),
    ] = False

    in_maintenance: Annotated[
        Boolean, Field(alias="inMaintenance", description="A maintenance window covers it now.")
    ] = False

    integration: Annotated[str, Field(description="The integration it belongs to.")] = ""

    interval_seconds: Annotated[
        Int32, Field(alias="intervalSeconds", description="Seconds from one probe to the next.")
    ] = 0
