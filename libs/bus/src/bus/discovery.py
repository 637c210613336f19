"""What a service says about itself (ADR-32): PING, INFO, STATS."""

import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bus.endpoint import Endpoint

_NAME = re.compile(r"[A-Za-z0-9_-]+")
_VERSION = re.compile(r"\d+\.\d+\.\d+([-+][A-Za-z0-9.+-]+)?")

VERBS = ("PING", "INFO", "STATS")


def no_data() -> dict[str, Any]:
    """Return nothing: what a service without figures of its own has to tell."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One running instance."""

    name: str
    version: str
    description: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    id: str = field(default_factory=lambda: secrets.token_hex(11))
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __post_init__(self) -> None:
        """Refuse what other ADR-32 clients would refuse to see."""
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"not a service name: {self.name!r}")
        if not _VERSION.fullmatch(self.version):
            raise ValueError(f"not a semantic version: {self.version!r}")


def describe(
    verb: str,
    identity: Identity,
    endpoints: Sequence[Endpoint],
    data: Callable[[], Mapping[str, Any]] = no_data,
) -> bytes:
    """Return the answer to a verb."""
    said: dict[str, Any] = {
        "type": f"io.nats.micro.v1.{verb.lower()}_response",
        "name": identity.name,
        "id": identity.id,
        "version": identity.version,
        "metadata": dict(identity.metadata),
    }
    if verb == "INFO":
        said["description"] = identity.description
        said["endpoints"] = [
            _named(endpoint, identity) | {"metadata": endpoint.metadata} for endpoint in endpoints
        ]
    elif verb == "STATS":
        said["started"] = identity.started.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        own = dict(data())
        said["endpoints"] = [
            _named(endpoint, identity) | _figures(endpoint) | ({"data": own} if own else {})
            for endpoint in endpoints
        ]
    return json.dumps(said).encode()


def _named(endpoint: Endpoint, identity: Identity) -> dict[str, Any]:
    return {
        "name": endpoint.rpc.name,
        "subject": endpoint.rpc.subject,
        "queue_group": identity.name,
    }


def _figures(endpoint: Endpoint) -> dict[str, Any]:
    figures = endpoint.statistics
    return {
        "num_requests": figures.num_requests,
        "num_errors": figures.num_errors,
        "last_error": figures.last_error,
        "processing_time": figures.processing_time,
        "average_processing_time": figures.average_processing_time,
    }
