"""What instances told, remembered: who runs, who left well, who vanished. Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.health.v1 import Instance

# One lost answer on a busy machine is no death.
_MISSED_BEFORE_VANISHED = 2
_SHOWN_FOR = timedelta(hours=1)


class Roll:
    """Every instance that was ever seen, for as long as it is worth showing."""

    def __init__(self) -> None:
        self._seen: dict[str, Instance] = {}
        self._missed: dict[str, int] = {}
        self._drained: set[str] = set()

    def call(self, told: Iterable[Mapping[str, Any]], now: datetime) -> None:
        """Take the answers of one round."""
        present = {one.id: one for one in (read(raw, now) for raw in told) if one}
        for identity in self._seen.keys() - present.keys():
            self._missed[identity] = self._missed.get(identity, 0) + 1
        for identity, instance in present.items():
            self._seen[identity] = instance
            self._missed[identity] = 0
        for identity, instance in list(self._seen.items()):
            if now - (instance.seen_at or now) > _SHOWN_FOR:
                del self._seen[identity]
                self._missed.pop(identity, None)
                self._drained.discard(identity)

    def drained(self, identity: str) -> None:
        """Take a goodbye."""
        self._drained.add(identity)

    def instances(self) -> list[Instance]:
        """Return everybody, by service."""
        for identity, instance in self._seen.items():
            if identity in self._drained:
                instance.status = "drained"
            elif self._missed.get(identity, 0) >= _MISSED_BEFORE_VANISHED:
                instance.status = "vanished"
            else:
                instance.status = "running"
        return sorted(self._seen.values(), key=lambda one: (one.service, one.id))


def read(raw: Mapping[str, Any], now: datetime) -> Instance | None:
    """Read an answer to `$SRV.STATS` (ADR-32); None for what is none."""
    try:
        started = datetime.fromisoformat(str(raw["started"])).astimezone(UTC)
        endpoints = [one for one in raw.get("endpoints") or [] if isinstance(one, dict)]
        requests = sum(int(one.get("num_requests", 0)) for one in endpoints)
        spent = sum(int(one.get("processing_time", 0)) for one in endpoints)
        own = _own(raw)
        return Instance(
            id=str(raw["id"]),
            service=str(raw["name"]),
            version=str(raw.get("version", "")),
            status="running",
            started_at=started,
            seen_at=now,
            uptime_seconds=max(0.0, (now - started).total_seconds()),
            requests=requests,
            errors=sum(int(one.get("num_errors", 0)) for one in endpoints),
            average_ms=spent / requests / 1e6 if requests else 0.0,
            last_error=next((one["last_error"] for one in endpoints if one.get("last_error")), ""),
            outbox_waiting=int((own.get("outbox") or {}).get("waiting", 0)),
            problem=problem_of(raw),
            figures=own,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def problem_of(raw: Mapping[str, Any]) -> str:
    """Return what keeps the instance from working, which a part of its figures may tell."""
    parts = [one for one in _own(raw).values() if isinstance(one, dict)]
    return next((str(one["problem"]) for one in parts if one.get("problem")), "")


def _own(raw: Mapping[str, Any]) -> dict[str, Any]:
    endpoints = [one for one in raw.get("endpoints") or [] if isinstance(one, dict)]
    own = endpoints[0].get("data") if endpoints else None
    return own if isinstance(own, dict) else {}
