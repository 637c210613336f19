"""Seeing and steering one source: one method per rpc."""

from collections.abc import Sequence
from datetime import datetime

from chassis import AuditTrail, OutboxEntry, now
from contracts.ingest import v1

from ingest.documents import SourceDocument
from ingest.rules import NotReplayable, SourceNotFound, SwitchedOff
from ingest.store import SourceStore
from ingest.telemetry import nested


class IngestService(v1.IngestService):
    """Answers for the source of this process; what it tells is what all instances have stored."""

    def __init__(
        self, store: SourceStore, audit: AuditTrail, *, is_enabled: bool, is_replayable: bool
    ) -> None:
        self._store = store
        self._audit = audit
        self._is_enabled = is_enabled
        self._is_replayable = is_replayable

    async def list_sources(self, request: v1.ListSourcesRequest) -> v1.ListSourcesResponse:  # noqa: ARG002
        """Only this one."""
        return v1.ListSourcesResponse(items=[await self._told(await self._store.state())])

    async def get_source(self, request: v1.GetSourceRequest) -> v1.GetSourceResponse:
        """Figures count what every instance has done since the source exists."""
        self._ensure_mine(request.source)
        return v1.GetSourceResponse(source=await self._told(await self._store.state()))

    async def pause_source(self, request: v1.PauseSourceRequest) -> v1.PauseSourceResponse:
        """Idempotent: pausing twice keeps the first reason."""
        self._ensure_mine(request.source)

        def decide(state: SourceDocument) -> Sequence[OutboxEntry]:
            if state.paused:
                return []
            state.paused, state.reason = True, request.reason
            return [self._entry("ingest.paused", reason=request.reason)]

        return v1.PauseSourceResponse(source=await self._told(await self._store.change(decide)))

    async def resume_source(self, request: v1.ResumeSourceRequest) -> v1.ResumeSourceResponse:
        """Idempotent."""
        self._ensure_mine(request.source)

        def decide(state: SourceDocument) -> Sequence[OutboxEntry]:
            if not state.paused:
                return []
            state.paused, state.reason = False, ""
            return [self._entry("ingest.resumed")]

        return v1.ResumeSourceResponse(source=await self._told(await self._store.change(decide)))

    async def replay_source(self, request: v1.ReplaySourceRequest) -> v1.ReplaySourceResponse:
        """Whoever holds the lease notices within a second."""
        self._ensure_mine(request.source)
        if not self._is_replayable:
            raise NotReplayable(
                f"Nothing of {request.source} can be read again; its dead letters can be replayed."
            )

        def decide(state: SourceDocument) -> Sequence[OutboxEntry]:
            state.replays += 1
            state.replay_since = request.since
            since = request.since.isoformat() if request.since else ""
            return [self._entry("ingest.replayed", since=since)]

        return v1.ReplaySourceResponse(source=await self._told(await self._store.change(decide)))

    def _ensure_mine(self, source: str) -> None:
        if source != self._store.source:
            raise SourceNotFound(f"There is no source {source}.")

    def _ensure_on(self) -> None:
        if not self._is_enabled:
            raise SwitchedOff("The source is switched off by its setting.")

    def _entry(self, action: str, **metadata: str) -> OutboxEntry:
        self._ensure_on()
        return self._audit.entry(
            action,
            resource_type="source",
            resource_id=self._store.source,
            resource_name=self._store.source,
            metadata={name: value for name, value in metadata.items() if value},
        )

    async def _told(self, state: SourceDocument) -> v1.Source:
        position = await self._store.position()
        counted = nested(position.get("figures") or {})
        # Neither of them where nothing is polled.
        caught_up: datetime | None = position.get("caughtUpAt") or position.get("beganAt")
        errors = counted["errors"] | (
            {"malformed": counted["malformed"]} if counted["malformed"] else {}
        )
        running = "paused" if state.paused else "running"
        return v1.Source(
            name=self._store.source,
            state=running if self._is_enabled else "off",
            reason=state.reason,
            problem=position.get("problem", ""),
            lag_seconds=(now() - caught_up).total_seconds() if caught_up else 0.0,
            last_event_at=position.get("lastEventAt"),
            published=counted["published"],
            skipped=counted["skipped"],
            redactions=counted["redactions"],
            errors=errors,
            instance=position.get("holder", ""),
            version=state.version,
        )
