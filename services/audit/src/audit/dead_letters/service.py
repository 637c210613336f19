"""Seeing and replaying dead letters: one method per rpc."""

from collections.abc import Sequence

from chassis import AuditTrail, Clock, OutboxEntry, as_contract, now
from contracts.audit import v1
from contracts.platform.v1 import FieldError

from audit.dead_letters.documents import DeadLetterDocument
from audit.dead_letters.rules import AlreadyReplayed, BodyNotText
from audit.dead_letters.store import DeadLetterStore
from audit.paging import behind_cursor, cursor_of

_PAGE = 100


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
        page = await self._store.page_of_all(
            state=request.state,
            stream=request.stream,
            after=behind_cursor(request.cursor),
            limit=limit + 1,
        )
        more = len(page) > limit
        page = page[:limit]
        return v1.ListDeadLettersResponse(
            items=page, next_cursor=cursor_of(page[-1].at, page[-1].id) if more else None
        )

    async def replay_dead_letter(
        self, request: v1.ReplayDeadLetterRequest
    ) -> v1.ReplayDeadLetterResponse:
        """The publication, its audit entry and the mark are one write: replayed exactly once."""

        def decide(letter: DeadLetterDocument) -> Sequence[OutboxEntry]:
            if letter.replayed_at is not None:
                raise AlreadyReplayed(
                    "This dead letter was replayed; if it failed again there is a newer one."
                )
            if request.body is None and not letter.is_text:
                raise BodyNotText(
                    "The original body isn't UTF-8; send a repaired one.",
                    errors=[FieldError(field="body", message="the original isn't UTF-8")],
                )
            letter.replayed_at = self._clock()
            letter.state = "replayed"
            return [self._publication(letter, request.body), self._entry(letter, request.body)]

        letter = await self._store.change_in_all(request.id, decide)
        stored = as_contract(v1.DeadLetter, letter.storable())
        return v1.ReplayDeadLetterResponse(dead_letter=stored)

    @staticmethod
    def _publication(letter: DeadLetterDocument, body: str | None) -> OutboxEntry:
        # The stream must not take the replay for the message that it replaces.
        kept = {name: text for name, text in letter.headers.items() if not name.startswith("Nats-")}
        return OutboxEntry(
            subject=letter.subject, payload=letter.body if body is None else body, headers=kept
        )

    def _entry(self, letter: DeadLetterDocument, body: str | None) -> OutboxEntry:
        return self._audit.entry(
            "dead_letter.replayed",
            resource_type="dead_letter",
            resource_id=letter.id,
            resource_name=letter.subject,
            metadata={"reason": letter.reason, "repaired": body is not None},
        )
