"""What makes two deliveries the same event: pure."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any


def external_ids(events: Sequence[Any]) -> list[str]:
    """Return an id for each event of one batch: its content, and which of its twins it is.

    A batch that is sent again, merged with others or in another order, has the same ids; a burst of
    events that look equal keeps its count.
    """
    seen: Counter[str] = Counter()
    ids = []
    for event in events:
        digest = _digest(event)
        ids.append(f"{digest}.{seen[digest]}")
        seen[digest] += 1
    return ids


def _digest(event: Any) -> str:
    content = (
        {name: event.get(name) for name in ("createdAt", "type", "data")}
        if isinstance(event, dict)
        else event
    )
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:40]
