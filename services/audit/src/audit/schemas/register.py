"""The schemas in memory: every entry is checked on its way in."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from audit.rules import Refused
from audit.schemas.documents import SchemaDocument
from audit.schemas.rules import Validator
from audit.schemas.store import SchemaStore

# Clocks of instances differ; what is read twice is the same.
_OVERLAP = timedelta(seconds=20)
_EVERY_SOURCE = "*"


@dataclass(frozen=True, slots=True)
class _Version:
    validator: Validator
    strict_sources: frozenset[str]
    is_retired: bool

    def is_strict(self, source: str) -> bool:
        return not self.strict_sources.isdisjoint({_EVERY_SOURCE, source})


class SchemaRegister:
    """Brought up to date before each batch, with what changed since the last one."""

    def __init__(self, store: SchemaStore) -> None:
        self._store = store
        self._versions: dict[str, dict[int, _Version]] = {}
        self._seen = datetime.min.replace(tzinfo=UTC)

    async def refresh(self) -> None:
        """Read what is new."""
        for document in await self._store.changed_in_all(self._seen):
            self._take(document)
            self._seen = max(self._seen, document.changed_at - _OVERLAP)

    def _take(self, document: SchemaDocument) -> None:
        versions = self._versions.setdefault(document.action, {})
        versions[document.number] = _Version(
            Validator(json.loads(document.text)),
            frozenset(document.strict_sources),
            document.retired_at is not None,
        )

    def check(self, entry: dict[str, Any]) -> None:
        """Note in an entry which version it was checked against, and what it breaks.

        Raise `Refused` where its source must keep the schema.
        """
        versions = self._versions.get(entry["action"])
        if versions is None or versions[max(versions)].is_retired:
            return
        number = entry.get("schemaVersion") or max(versions)
        version = versions.get(number)
        if version is None:
            fault = f"schemaVersion: there is no version {number} of {entry['action']}'s schema"
        else:
            fault = version.validator.fault(entry["metadata"])
        if fault and (version or versions[max(versions)]).is_strict(entry["source"]):
            raise Refused(fault)
        entry["schemaVersion"] = number
        entry["schemaFault"] = fault
