"""Batches in memory: held until their commit, then stored as one (ADR-50)."""

from collections.abc import Callable, Mapping
from typing import Any

from bus import headers

Message = tuple[str, bytes, Mapping[str, str]]


class Batches:
    """What was begun and not committed yet."""

    def __init__(self, store: Callable[[str, bytes, Mapping[str, str]], dict[str, Any]]) -> None:
        self._store = store
        self._open: dict[str, list[Message]] = {}

    def take(
        self,
        message: Message,
        *,
        is_allowed: bool,
        is_known: Callable[[str], bool],
    ) -> dict[str, Any]:
        """Keep a message, or commit with it; return what JetStream would answer."""
        carried = message[2]
        name = carried[headers.BATCH_ID]
        held = self._open.setdefault(name, [])
        held.append(message)
        is_complete = carried.get(headers.BATCH_SEQUENCE) == str(len(held))
        if is_allowed and is_complete and headers.BATCH_COMMIT not in carried:
            return {}
        del self._open[name]
        if not is_allowed:
            return refusal(10174, "atomic publish is disabled")
        if not is_complete:
            return refusal(10176, "atomic publish batch is incomplete")
        ids = [one[2].get(headers.MESSAGE_ID, "") for one in held]
        if len(set(ids)) < len(ids) or any(map(is_known, ids)):
            return refusal(10201, "atomic publish batch contains duplicate message id")
        answers = [self._store(*one) for one in held]
        return answers[-1] | {"batch": name, "count": len(held)}


def refusal(err_code: int, description: str) -> dict[str, Any]:
    """Return an error as JetStream words it."""
    return {"error": {"code": 400, "err_code": err_code, "description": description}}
