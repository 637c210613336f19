"""Turns events into entries in the stream; looks groups up where that is asked for."""

import hashlib
from collections.abc import Sequence
from functools import partial
from typing import Any

from ingest import Directory, Outcome, Raw, Told, judged
from ingest import Recorder as Entries

from ingest_authentik.groups import Groups
from ingest_authentik.normalise import normalise


class Recorder:
    """The poll and the webhook tell an event alike; the timeline keeps one entry for each pk."""

    def __init__(
        self,
        directory: Directory,
        entries: Entries,
        *,
        groups: Groups | None = None,
        service_accounts: Sequence[str] = (),
    ) -> None:
        self._directory = directory
        self._entries = entries
        self._groups = groups
        self._service_accounts = tuple(service_accounts)

    async def record(self, events: Sequence[Any]) -> None:
        """Return once every event is in the stream, or among the dead letters."""
        await self._entries.record(
            [(identity(event), event, await self._outcome(event)) for event in events]
        )

    async def _outcome(self, event: Any) -> Outcome:
        outcome = judged(event, self._normalised)
        if self._groups is None or not isinstance(outcome, Told) or outcome.publication.tenant_slug:
            return outcome
        user = event.get("user")
        pk = user.get("pk") if isinstance(user, dict) else None
        found = await self._groups.of(str(pk)) if pk else ()
        return judged(event, partial(self._normalised, groups=found)) if found else outcome

    def _normalised(self, event: Raw, groups: Sequence[str] = ()) -> Outcome:
        return normalise(
            event, self._directory, groups=groups, service_accounts=self._service_accounts
        )


def identity(event: Any) -> str:
    """Return what an event is told from others by: its pk, else what it says."""
    pk = event.get("pk") if isinstance(event, dict) else None
    return str(pk) if pk else hashlib.sha256(repr(event).encode(errors="replace")).hexdigest()
