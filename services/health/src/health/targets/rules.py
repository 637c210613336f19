"""What a target may be, and what refuses it: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

from contracts.platform.v1 import FieldError

from health.conditions.rules import Condition, parse
from health.conditions.tokens import ConditionMalformed
from health.results.dependencies import cycle
from health.results.machine import Thresholds
from health.targets.faults import TargetInUse, TargetMalformed

Kind = Literal[
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
]
KINDS: tuple[str, ...] = get_args(Kind)
_DEFAULT_CONDITIONS = {"http": ("status < 400",)}
# A heartbeat is late only after two intervals: that is patience enough.
_AT_ONCE = Thresholds(bad_after=1, good_after=1)
_USUAL = Thresholds()


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A target as it is to be probed."""

    id: str
    name: str
    kind: str
    group: str = ""
    address: str = ""
    interval_seconds: int = 30
    timeout_ms: int = 1500
    warn_ms: int = 500
    conditions: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    planned: bool = False
    integration: str = ""
    source: Literal["file", "api"] = "file"
    version: int = 1

    @cached_property
    def parsed(self) -> tuple[Condition, ...]:
        """The conditions; those of its kind when it has none."""
        return tuple(map(parse, self.conditions or _DEFAULT_CONDITIONS.get(self.kind, ())))

    @property
    def is_probed(self) -> bool:
        """Say whether there is anything to probe."""
        return not self.planned and (bool(self.address) or self.kind == "heartbeat")

    @property
    def thresholds(self) -> Thresholds:
        """How many results in a row change its status."""
        return _AT_ONCE if self.kind == "heartbeat" else _USUAL


Definitions = Mapping[str, Definition]


def check(target: Definition, others: Definitions) -> None:
    """Refuse conditions nobody can read, and dependencies that lead nowhere or in a circle."""
    for index, condition in enumerate(target.conditions):
        try:
            parse(condition)
        except ConditionMalformed as refused:
            raise _refused(f"conditions.{index}", refused.detail) from None
    if target.warn_ms > target.timeout_ms:
        raise _refused("warnMs", "is longer than timeoutMs: nothing would ever be a warning")
    known = {**others, target.id: target}
    for index, parent in enumerate(target.depends_on):
        if parent not in known:
            raise _refused(f"dependsOn.{index}", f"there is no target {parent}")
    if circle := cycle({one.id: one.depends_on for one in known.values()}):
        raise _refused("dependsOn", f"leads in a circle: {' → '.join(circle)}")


def ensure_free(target_id: str, others: Definitions) -> None:
    """Refuse to remove what others depend on."""
    users = sorted(one.id for one in others.values() if target_id in one.depends_on)
    if users:
        raise TargetInUse(f"{', '.join(users)} depend on {target_id}: change them first.")


def with_addresses(targets: Sequence[Definition], addresses: Mapping[str, str]) -> list[Definition]:
    """Put addresses where the environment says targets are; one said to be empty isn't probed."""
    return [
        replace(one, address=addresses[one.id]) if one.id in addresses else one for one in targets
    ]


def _refused(field: str, message: str) -> TargetMalformed:
    errors = [FieldError(field=field, message=message)]
    return TargetMalformed(f"{field}: {message}", errors=errors)
