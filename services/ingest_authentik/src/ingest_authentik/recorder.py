"""Turns events into entries in the stream; looks groups up where that is asked for."""

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from ingest import Directory, Figures, Malformed, Outcome, Publisher, Told, UpstreamFailed

from ingest_authentik.normalise import normalise

log = structlog.get_logger()
_KEPT_SECONDS = 300.0
_MOST_KEPT = 10_000
Groups = Callable[[str], Awaitable[Sequence[str]]]


class Recorder:
    """Published is what an event's pk was not published for yet; the timeline keeps one of each."""

    def __init__(
        self,
        directory: Directory,
        publisher: Publisher,
        figures: Figures,
        *,
        groups: Groups | None = None,
        service_accounts: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._directory = directory
        self._publisher = publisher
        self._figures = figures
        self._groups = groups
        self._service_accounts = tuple(service_accounts)
        self._clock = clock
        self._known: dict[str, tuple[float, Sequence[str]]] = {}

    async def record(self, events: Sequence[Any]) -> None:
        """Return once every event is in the stream, or among the dead letters."""
        outcomes = [await self._outcome(event) for event in events]
        await self._publisher.publish(
            [one.publication for one in outcomes if isinstance(one, Told)]
        )
        for event, outcome in zip(events, outcomes, strict=True):
            if isinstance(outcome, Malformed):
                pk = event.get("pk") if isinstance(event, dict) else None
                await self._publisher.bury(
                    event, reason=outcome.reason, external_id=str(pk or event)
                )
            self._figures.outcome(outcome)

    async def _outcome(self, event: Any) -> Outcome:
        if not isinstance(event, dict):
            return Malformed("an event is an object")
        outcome = self._normalised(event, ())
        user = event.get("user")
        if self._groups is None or not isinstance(outcome, Told) or not isinstance(user, dict):
            return outcome
        if outcome.publication.tenant_slug or not user.get("pk"):
            return outcome
        found = await self._groups_of(str(user["pk"]))
        return self._normalised(event, found) if found else outcome

    def _normalised(self, event: dict[str, Any], groups: Sequence[str]) -> Outcome:
        return normalise(
            event, self._directory, groups=groups, service_accounts=self._service_accounts
        )

    async def _groups_of(self, user: str) -> Sequence[str]:
        """Ask once in five minutes; an event without its tenant beats no event."""
        until, groups = self._known.get(user, (0.0, ()))
        if self._groups is None or self._clock() < until:
            return groups
        try:
            groups = await self._groups(user)
        except UpstreamFailed as failure:
            log.warning("groups_unknown", reason=str(failure))
            return groups
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[user] = (self._clock() + _KEPT_SECONDS, groups)
        return groups
