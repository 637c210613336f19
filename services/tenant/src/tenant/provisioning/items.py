"""What exists in another system, what should, and the steps from the one to the other: pure.

Every integration says what it sees and what it wants in these terms, so that there is one planner.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Action = Literal["create", "update", "delete"]
Name = tuple[str, str]

# The fact of items that people get in with: "open" or "closed".
ACCESS = "access"
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is there: `kind` and `key` are our words, `external_id` is theirs."""

    kind: str
    key: str
    external_id: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    # As the system told it, for what is kept until it is put back.
    raw: Any = None

    @property
    def name(self) -> Name:
        """What tells it from the others of its integration."""
        return self.kind, self.key


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that should be there, or not; facts that it doesn't name are left alone.

    `initial` facts count for a creation only: what people may change afterwards. `claims` says that
    it is there for the tenant, not only by the way.
    """

    kind: str
    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    initial: Mapping[str, Any] = field(default_factory=dict)
    is_present: bool = True
    claims: bool = True

    @property
    def name(self) -> Name:
        """What tells it from the others of its integration."""
        return self.kind, self.key


@dataclass(frozen=True, slots=True)
class Step:
    """One change to make: `changes` holds `{fact: {before, after}}`."""

    action: Action
    kind: str
    key: str
    external_id: str = ""
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    raw: Any = None

    @property
    def name(self) -> Name:
        """What tells the item from the others of its integration."""
        return self.kind, self.key

    def after(self, fact: str) -> Any:
        """Return what a fact is to become; None when it stays."""
        return self.changes.get(fact, {}).get("after")


def plan(wanted: Sequence[Wanted], seen: Iterable[Item]) -> list[Step]:
    """Return the steps, in an order that works.

    Creations and updates come in the order of `wanted`, which names parents first; deletions come
    after them, children first.
    """
    there = {item.name: item for item in seen}
    made = [step for want in wanted if want.is_present for step in _made(want, there)]
    gone = [
        Step("delete", item.kind, item.key, item.external_id, raw=item.raw)
        for want in reversed(wanted)
        if not want.is_present and (item := there.get(want.name))
    ]
    return made + gone


def _made(want: Wanted, there: Mapping[Name, Item]) -> Iterable[Step]:
    item = there.get(want.name)
    if item is None:
        facts = {**want.initial, **want.facts}
        changes = {name: {"before": None, "after": value} for name, value in facts.items()}
        yield Step("create", want.kind, want.key, changes=changes)
        return
    changes = {
        name: {"before": item.facts.get(name), "after": value}
        for name, value in want.facts.items()
        if item.facts.get(name) != value
    }
    if changes:
        yield Step("update", item.kind, item.key, item.external_id, changes, raw=item.raw)
