"""Every target's state in memory: what this instance probed, and what the others told."""

from collections.abc import Iterable
from datetime import datetime

from health.results.dependencies import ancestors, root_cause
from health.results.finding import Finding
from health.results.live import Live
from health.results.machine import Status, is_stale
from health.targets.rules import Definition, Definitions


class Board:
    """Answers what is well now, without asking anybody."""

    def __init__(self) -> None:
        self.targets: Definitions = {}
        # Grows whenever anything here changes.
        self.revision = 0
        self._live: dict[str, Live] = {}
        self._parents: dict[str, tuple[str, ...]] = {}

    def define(self, targets: Definitions) -> None:
        """Replace the definitions; states of targets that are gone go with them."""
        self.revision += 1
        self.targets = targets
        self._parents = {one.id: one.depends_on for one in targets.values()}
        self._live = {name: live for name, live in self._live.items() if name in targets}

    def merge(self, told: Iterable[Live]) -> None:
        """Take what others know, where it is newer."""
        for live in told:
            held = self._live.get(live.id)
            if live.id in self.targets and (held is None or _age(live) >= _age(held)):
                self._live[live.id] = live
                self.revision += 1

    def observe(self, target: Definition, finding: Finding) -> tuple[Live, Live]:
        """Take a finding; return the state before and after."""
        before = self.live(target.id, finding.at)
        after = before.after(finding, target.thresholds)
        self._live[target.id] = after
        self.revision += 1
        return before, after

    def live(self, target_id: str, now: datetime) -> Live:
        """Return a state; unknown, since it was first asked for, where there is none."""
        nothing = Live(id=target_id, status="unknown", since=now)
        if target_id not in self.targets:
            return nothing
        return self._live.setdefault(target_id, nothing)

    def status(self, target_id: str, now: datetime) -> Status:
        """Return what can be told now: too old is unknown."""
        target, live = self.targets.get(target_id), self._live.get(target_id)
        if target is None or live is None or not target.is_probed:
            return "unknown"
        if is_stale(live.checked_at, now, interval_seconds=target.interval_seconds):
            return "unknown"
        return live.status

    def cause(self, target_id: str, now: datetime) -> str:
        """Return the failing target that makes this one fail; empty when it fails by itself."""
        if self.status(target_id, now) != "bad":
            return ""
        return root_cause(target_id, self._parents, lambda one: self.status(one, now) == "bad")

    def may_be_explained_soon(self, target_id: str, now: datetime) -> bool:
        """Say whether something it depends on has begun to fail and isn't judged yet."""
        return any(
            self.live(one, now).standing.is_suspect and self.status(one, now) != "bad"
            for one in ancestors(target_id, self._parents)
        )

    def affected_by(self, target_id: str, now: datetime) -> list[str]:
        """Return the targets that fail because of this one."""
        return sorted(one for one in self.targets if self.cause(one, now) == target_id)


def _age(live: Live) -> float:
    return live.checked_at.timestamp() if live.checked_at else 0.0
