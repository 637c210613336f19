"""What happens to tenants and their people is to be followed outside."""

from collections import Counter
from collections.abc import Callable, Sequence

from bus import Delivery
from chassis import Clock, now

from tenant.provisioning.queue.store import WorkQueue

_TOKENS = 4
# What the reconciler itself has brought about.
_OWN = frozenset({"activated"})


class Reactions:
    """Puts tenants into the queue; the same event twice is a look too many."""

    def __init__(self, queue: WorkQueue, wake: Callable[[], None], *, clock: Clock = now) -> None:
        self._queue = queue
        self._wake = wake
        self._clock = clock

    async def follow(self, deliveries: Sequence[Delivery]) -> None:
        """Take events of the subject event.tenant.<slug>.<past tense>; others are nobody's here."""
        events = Counter(slug for one in deliveries if (slug := _tenant_of(one.subject)))
        for slug, count in sorted(events.items()):
            await self._queue.touch(slug, at=self._clock(), generations=count)
        if events:
            self._wake()


def _tenant_of(subject: str) -> str:
    tokens = subject.split(".")
    if len(tokens) != _TOKENS or tokens[1] != "tenant" or tokens[3] in _OWN:
        return ""
    return "" if tokens[2] == "_" else tokens[2]
