"""Seeing and replaying dead letters: one method per rpc."""

from collections.abc import Sequence

from bus.dead_letters import republication
from bus.streams import MAX_MESSAGE_BYTES
from chassis import AuditTrail, Clock, OutboxEntry, now
from chassis.moments import cursor_at
from chassis.pages import page_of
from contracts.audit import v1

from audit.dead_letters import rules
from audit.dead_letters.documents import DeadLetterDocument
from audit.dead_letters.store import DeadLetterStore, shown
from audit.paging import place_behind

_PAGE = 100
# The bus counts headers as well, and adds some of its own.
_LARGEST_BYTES = MAX_MESSAGE_BYTES - 32 * 1024


class DeadLetterService(v1.DeadLetterService):
    """Dead letters of every stream."""

    def __init__(self, store: DeadLetterStore, audit: AuditTrail, *, clock: Clock = now) -> None:
        self._store = store
        self._audit = audit
        self._clock = clock

    async def list_dead_letters(
        self, request: v1.ListDeadLettersRequest
    ) -> v1.ListDeadLettersResponse:
        """Newest first."""
        limit = request.limit or _PAGE
        found = await self._store.page_of_all(
            state=request.state,
            stream=request.stream,
            after=place_behind(request.cursor),
            limit=limit + 1,
        )
        items, next_cursor = page_of(
            found, limit=limit, cursor=lambda last: cursor_at(last.at, last.id)
        )
        return v1.ListDeadLettersResponse(items=items, next_cursor=next_cursor)

    async def replay_dead_letter(
        self, request: v1.ReplayDeadLetterRequest
    ) -> v1.ReplayDeadLetterResponse:
        """The publication, its audit entry and the mark are one write: replayed exactly once."""

        def decide(letter: DeadLetterDocument) -> Sequence[OutboxEntry]:
            if letter.replayed_at is not None:
                raise rules.AlreadyReplayed(
                    "This dead letter was replayed; if it failed again there is a newer one."
                )
            publication = _publication(letter, request.body)
            letter.replayed_at = self._clock()
            letter.state = "replayed"
            return [publication, self._entry(letter, repaired=request.body is not None)]

        letter = await self._store.change_in_all(request.id, decide)
        return v1.ReplayDeadLetterResponse(dead_letter=shown(letter.storable()))

    def _entry(self, letter: DeadLetterDocument, *, repaired: bool) -> OutboxEntry:
        return self._audit.entry(
            "dead_letter.replayed",
            resource_type="dead_letter",
            resource_id=letter.id,
            resource_name=letter.subject,
            metadata={"reason": letter.reason, "repaired": repaired},
        )


def _publication(letter: DeadLetterDocument, repaired: str | None) -> OutboxEntry:
    body = rules.body_of_replay(repaired, original=letter.body, is_text=letter.is_text)
    again = republication(letter, body=body)
    headers = dict(again.headers)
    size = len(again.payload) + sum(map(len, [*headers, *headers.values()]))
    rules.ensure_carried(size, largest_bytes=_LARGEST_BYTES)
    return OutboxEntry(subject=again.subject, payload=body, headers=headers)
