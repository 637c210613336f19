"""Which fields a change touched, for its audit entry."""

from typing import Any

from chassis import changes
from contracts.message import Message

# The last of them follows from plan and overrides, which are told.
_BOOKKEEPING = {"id", "version", "createdAt", "updatedAt", "quotas"}


def between(before: Message | None, after: Message) -> dict[str, Any]:
    """Return `{field: {before, after}}` of what people change; a creation names what it set."""
    now = _facts(after)
    if before is None:
        return changes({}, {name: value for name, value in now.items() if value})
    return changes(_facts(before), now)


def _facts(message: Message) -> dict[str, Any]:
    return {name: value for name, value in message.dump().items() if name not in _BOOKKEEPING}
