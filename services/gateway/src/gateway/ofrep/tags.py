"""Entity tags of bulk evaluations: they cover everything that the answer depends on."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from flags import Flags


def tag_of(flags: Flags, tenant: str, context: Mapping[str, Any]) -> str:
    """Return the tag of revisions, evaluator, environment, tenant and context together.

    Without the context a changed one would be told that nothing changed (flagd #2012).
    """
    record = flags.tenants.records.get(tenant)
    known = (record.id, record.version) if record is not None else None
    asked = json.dumps([known, context], sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(f"{flags.tag}\n{asked}".encode()).hexdigest()
    return f'"{digest[:32]}"'


def is_known(given: str, tag: str) -> bool:
    """Say whether If-None-Match names the tag (RFC 9110 §13.1.2, weak comparison)."""
    named = {one.strip().removeprefix("W/") for one in given.split(",")}
    return "*" in named or tag in named
