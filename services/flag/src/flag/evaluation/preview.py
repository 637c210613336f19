"""Which tenants a draft would switch: every one of them is asked, twice."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.flag.v1 import Flag, Flip
from flags import Flags
from flags.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Preview:
    """All of them, by slug."""

    flips: Sequence[Flip]
    tenants: int

    @property
    def counts(self) -> dict[str, int]:
        """How many go which way, of how many."""
        directions = [flip.direction for flip in self.flips]
        counted = {name: directions.count(name) for name in ("on", "off", "variant")}
        return {**counted, "tenants": self.tenants}

    @property
    def lines(self) -> list[str]:
        """A line for each, to be kept and compared."""
        return [f"{flip.tenant_slug} {flip.before} {flip.after}" for flip in self.flips]

    @property
    def digest(self) -> str:
        """Name exactly this list."""
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()[:32]


def preview(before: Flag, after: Flag, flags: Flags) -> Preview:
    """Decide both for every tenant that isn't deleted; nothing is counted as use."""
    now, then = (flags.all.with_draft(flag).decide for flag in (before, after))
    living = [one for one in flags.tenants.records.values() if one.status != "deleted"]
    flips = []
    for tenant in sorted(living, key=lambda one: one.slug):
        subject = flags.subject(tenant.slug)
        old, new = now(subject).evaluation, then(subject).evaluation
        if old.enabled != new.enabled or old.value != new.value:
            flips.append(
                Flip(
                    tenant_slug=tenant.slug,
                    tenant_name=tenant.name,
                    direction=_direction(old, new),
                    before=old.variant,
                    after=new.variant,
                )
            )
    return Preview(flips, len(living))


def _direction(old: Evaluation, new: Evaluation) -> str:
    if old.enabled == new.enabled:
        return "variant"
    return "on" if new.enabled else "off"
