"""Commands and queries about incidents: one method per rpc."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bus import current_actor
from chassis import Clock, OutboxEntry, now, uuid7
from chassis.cursors import decode, encode
from contracts.health import v1

from health.incidents import rules
from health.incidents.documents import IncidentDocument
from health.incidents.history import IncidentHistory, snapshot
from health.incidents.store import IncidentStore

_PAGE = 50
Edit = Callable[[IncidentDocument, str, datetime], bool]


class IncidentService(v1.IncidentService):
    """Incidents as people work with them."""

    def __init__(
        self, store: IncidentStore, history: IncidentHistory, *, clock: Clock = now
    ) -> None:
        self._store = store
        self._history = history
        self._clock = clock

    async def list_incidents(self, request: v1.ListIncidentsRequest) -> v1.ListIncidentsResponse:
        """Newest first."""
        limit = request.limit or _PAGE
        page = await self._store.page_of_all(
            is_open={"open": True, "closed": False}.get(request.state or ""),
            after=_behind(request.cursor),
            limit=limit + 1,
        )
        more, page = len(page) > limit, page[:limit]
        last = page[-1] if more else None
        return v1.ListIncidentsResponse(
            items=page,
            next_cursor=encode(round(last.opened_at.timestamp() * 1000), last.id) if last else None,
        )

    async def get_incident(self, request: v1.GetIncidentRequest) -> v1.GetIncidentResponse:
        """With its timeline."""
        return v1.GetIncidentResponse(incident=await self._store.one_of_all(request.id))

    async def open_incident(self, request: v1.OpenIncidentRequest) -> v1.OpenIncidentResponse:
        """By hand: probes neither open nor close it."""
        moment, author = self._clock(), rules.author_of(current_actor())
        incident = IncidentDocument(
            id=uuid7(),
            title=request.title,
            status="open",
            target_id=request.target_id or "",
            manual=True,
            opened_at=moment,
        )
        rules.note(incident, "opened", request.text or "", author=author, at=moment)
        await self._store.insert(incident, self._history.of("opened", incident))
        return v1.OpenIncidentResponse(incident=snapshot(incident))

    async def acknowledge_incident(
        self, request: v1.AcknowledgeIncidentRequest
    ) -> v1.AcknowledgeIncidentResponse:
        """Whoever comes second changes nothing."""
        text = request.text or ""

        def edit(incident: IncidentDocument, author: str, at: datetime) -> bool:
            return rules.acknowledge(incident, text, author=author, at=at)

        changed = await self._change(request.id, "acknowledged", edit, text)
        return v1.AcknowledgeIncidentResponse(incident=changed)

    async def annotate_incident(
        self, request: v1.AnnotateIncidentRequest
    ) -> v1.AnnotateIncidentResponse:
        """Closed ones too: the lesson often comes later."""

        def edit(incident: IncidentDocument, author: str, at: datetime) -> bool:
            rules.note(incident, "note", request.text, author=author, at=at)
            return True

        changed = await self._change(request.id, "annotated", edit, request.text)
        return v1.AnnotateIncidentResponse(incident=changed)

    async def close_incident(self, request: v1.CloseIncidentRequest) -> v1.CloseIncidentResponse:
        """One whose target still fails is opened again as a new one by the probes."""
        text = request.text or ""

        def edit(incident: IncidentDocument, author: str, at: datetime) -> bool:
            incident.open_target, incident.is_open = None, False
            return rules.close(incident, text, author=author, at=at)

        changed = await self._change(request.id, "closed", edit, text)
        return v1.CloseIncidentResponse(incident=changed)

    async def _change(self, identity: str, verb: str, edit: Edit, text: str) -> v1.Incident:
        author = rules.author_of(current_actor())

        def decide(incident: IncidentDocument) -> list[OutboxEntry]:
            if not edit(incident, author, self._clock()):
                return []
            return self._history.of(verb, incident, text)

        return snapshot(await self._store.change_in_all(identity, decide))


def _behind(cursor: str | None) -> tuple[datetime, str] | None:
    if not cursor:
        return None
    milliseconds, identity = decode(cursor, kinds=(int, str))
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(milliseconds)), str(identity)
