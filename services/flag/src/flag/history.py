"""What a change of a flag leaves behind: a line in its history, and one audit entry."""

from collections.abc import Mapping
from typing import Any

from bus import current_actor
from chassis import AuditTrail, Clock, OutboxEntry, changes, now
from contracts.flag.v1 import Flag, FlagChange
from contracts.message import Message

from flag.documents import FlagDocument

_LONGEST = 20
# A history that fits into one message of the bus beside its flag.
_LARGEST_BYTES = 256 * 1024
_BOOKKEEPING = {"version", "revision", "history", "usage", "createdAt", "updatedAt"}


def snapshot(flag: FlagDocument) -> Flag:
    """Return the contract's message: a reply never shows what only the store needs."""
    return Flag.read(flag.storable())


def facts(message: Message) -> dict[str, Any]:
    """Return what people change, as JSON."""
    return {name: value for name, value in message.dump().items() if name not in _BOOKKEEPING}


def between(before: Message | None, after: Message) -> dict[str, Any]:
    """Return `{field: {before, after}}`; a creation names what it set."""
    if before is None:
        return changes({}, {name: value for name, value in facts(after).items() if value})
    return changes(facts(before), facts(after))


class History:
    """Describes changes, in the flag service's name."""

    def __init__(self, audit: AuditTrail, *, clock: Clock = now) -> None:
        self._audit = audit
        self._clock = clock

    def record(
        self,
        verb: str,
        flag: FlagDocument,
        *,
        before: Flag | None,
        note: str = "",
        cause: Mapping[str, Any] | None = None,
    ) -> list[OutboxEntry]:
        """Add the change to the flag's own history; return its entry, none if nothing differs.

        `cause` names what made the change, beside whoever acts.
        """
        changed = between(before, snapshot(flag))
        if not changed and verb == "updated":
            return []
        flag.revision += 1
        flag.updated_at = self._clock()
        actor = current_actor()
        change = FlagChange(
            revision=flag.revision,
            at=flag.updated_at,
            verb=f"flag.{verb}",
            actor_id=actor.id if actor else "flag",
            actor=(actor.email or actor.id) if actor else "flag",
            note=note,
            changes=changed,
        )
        flag.history = _kept([change, *flag.history])
        told = {"revision": flag.revision, "changes": changed, **(cause or {})}
        return [
            self._audit.entry(
                f"flag.{verb}",
                resource_type="flag",
                resource_id=flag.key,
                resource_name=flag.key,
                metadata=told | ({"note": note} if note else {}),
            )
        ]


def _kept(history: list[FlagChange]) -> list[FlagChange]:
    kept: list[FlagChange] = []
    room = _LARGEST_BYTES
    for change in history[:_LONGEST]:
        room -= len(change.dump_json())
        if kept and room < 0:
            break
        kept.append(change)
    return kept
