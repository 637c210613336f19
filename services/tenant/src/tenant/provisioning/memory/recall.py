"""One tenant's items in one system, as they are remembered while it is worked on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tenant.provisioning.integration import Integration, Known, Remembered, Seen
from tenant.provisioning.items import ACCESS, OPEN, Item, Name, Step, Wanted
from tenant.provisioning.memory.store import SHARED, MemoryStore


class Memory:
    """Every change is stored before it counts: whatever is killed, the next one knows."""

    def __init__(
        self, store: MemoryStore, integration: Integration, scope: str, known: Sequence[Remembered]
    ) -> None:
        self._store = store
        self._integration = integration
        self._scope = scope
        self._known: dict[Name, Remembered] = {item.name: item for item in known}

    @property
    def known(self) -> Known:
        """Everything, by kind and key."""
        return self._known

    async def adopt(self, seen: Seen, wanted: Sequence[Wanted]) -> None:
        """Take note of what is there: ids, whose it is, that an intention came true."""
        claimed = {want.name: want for want in wanted if want.is_present}
        for item in seen.items:
            held = self._known.get(item.name) or Remembered(item.kind, item.key)
            want = claimed.get(item.name)
            noted = replace(held, external_id=item.external_id)
            if want is not None and want.claims:
                noted = replace(noted, ours=True)
            if noted.intended_at is not None:
                # We made it, and never heard so.
                noted = replace(noted, ours=True, created=True, intended_at=None)
            if _was_opened(item, want):
                noted = replace(noted, closed=False, restore=None)
            # What is there by the way is only of use while we work.
            is_kept = item.name in self._known or noted.ours
            await self._note(noted, is_kept=is_kept)

    async def intend(self, step: Step, *, at: datetime) -> None:
        """Note that we are about to make it."""
        held = self._known.get(step.name) or Remembered(step.kind, step.key)
        await self._note(replace(held, intended_at=at))

    async def not_made(self, step: Step) -> None:
        """Note that nothing came of it."""
        await self._note(replace(self._known[step.name], intended_at=None))

    async def made(self, step: Step, *, external_id: str) -> None:
        """Note that we made it."""
        held = self._known.get(step.name) or Remembered(step.kind, step.key)
        await self._note(
            replace(held, external_id=external_id, ours=True, created=True, intended_at=None)
        )

    async def closing(self, step: Step) -> None:
        """Note that it is about to be closed by us, and what it was before."""
        held = self._known.get(step.name) or Remembered(step.kind, step.key)
        await self._note(replace(held, closed=True, restore=_plain(step.raw)))

    async def opened(self, step: Step) -> None:
        """Note that it is what it was."""
        await self._note(replace(self._known[step.name], closed=False, restore=None))

    async def removed(self, step: Step) -> None:
        """Forget what is there no longer."""
        if self._known.pop(step.name, None) is not None:
            await self._store.drop(self._integration.name, self._scope_of(step.kind), step.name)

    async def _note(self, noted: Remembered, *, is_kept: bool = True) -> None:
        if self._known.get(noted.name) == noted:
            return
        self._known[noted.name] = noted
        if is_kept:
            await self._store.put(self._integration.name, self._scope_of(noted.kind), noted)

    def _scope_of(self, kind: str) -> str:
        return SHARED if kind in self._integration.shared else self._scope


def _was_opened(item: Item, want: Wanted | None) -> bool:
    return want is not None and want.facts.get(ACCESS) == item.facts.get(ACCESS) == OPEN


def _plain(raw: Any) -> Any:
    """Only what can be written down is needed to put it back."""
    return raw if isinstance(raw, (Mapping, list, str, type(None))) else None
