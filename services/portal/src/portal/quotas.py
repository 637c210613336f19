"""How much of its quotas a tenant uses: unknown when it was never read."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.tenant.v1 import Tenant

_SHOWN = (
    ("users", "People", ""),
    ("mailboxes", "Mailboxes", ""),
    ("storage_gib", "Storage", "GiB"),
)
_NEARLY = 0.9


@dataclass(frozen=True, slots=True)
class Quota:
    """One of them; `used` and `limit` are None where nobody has said."""

    name: str
    unit: str
    used: int | None
    limit: int | None

    @property
    def share(self) -> float | None:
        """What part is used, 0 to 1; None where that can't be said."""
        if self.used is None or not self.limit:
            return None
        return min(self.used / self.limit, 1.0)

    @property
    def state(self) -> str:
        """Say ok, warn when nearly full, bad when full, unknown."""
        if self.share is None:
            return "unknown"
        return "bad" if self.share >= 1 else "warn" if self.share >= _NEARLY else "ok"


def quotas_of(tenant: Tenant) -> Sequence[Quota]:
    """Return all of them, in the order they are shown."""
    return [
        Quota(name, unit, getattr(tenant.used, field, None), getattr(tenant.quotas, field, None))
        for field, name, unit in _SHOWN
    ]
