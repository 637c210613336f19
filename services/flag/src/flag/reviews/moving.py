"""Moves change requests through their states, and makes the change of an approved one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from bus import current_actor
from chassis import AuditTrail, Clock, OutboxEntry, now
from contracts.platform.v1 import Actor

from flag import drafts
from flag.changing import Changing
from flag.documents import FlagDocument
from flag.history import snapshot
from flag.reviews import rules
from flag.reviews.documents import ChangeRequestDocument
from flag.reviews.drafting import Drafting
from flag.reviews.store import ChangeRequestStore

Target = Literal["draft", "in_review", "approved", "rejected", "withdrawn"]
Edit = Callable[[ChangeRequestDocument], None]
_SYSTEM = Actor(type="system", id="flag")


def acting() -> Actor:
    """Return who acts."""
    return current_actor() or _SYSTEM


class Moving:
    """Every step is one write with its entry; applying is the flag's own write, then ours."""

    def __init__(
        self,
        store: ChangeRequestStore,
        changing: Changing,
        drafting: Drafting,
        audit: AuditTrail,
        *,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._changing = changing
        self._drafting = drafting
        self._audit = audit
        self._clock = clock

    async def begin(self, request: ChangeRequestDocument) -> None:
        """Store a new draft."""
        await self._store.insert(request, [self._entry("created", request)])

    async def move(
        self, identity: str, target: Target, *, verb: str, edit: Edit
    ) -> ChangeRequestDocument:
        """Take one to the state `target`, unless the edit or the drawing refuses it."""

        def decide(request: ChangeRequestDocument) -> Sequence[OutboxEntry]:
            edit(request)
            rules.ensure_transition(request, target)
            request.status, request.updated_at = target, self._clock()
            return [self._entry(verb, request)]

        return await self._store.change(identity, decide)

    async def apply(self, identity: str) -> ChangeRequestDocument:
        """Idempotent: killed after the flag's write, the next call finds that made."""
        request = await self._store.document_of_all(identity)
        if request.status == "applied":
            return request
        rules.ensure_transition(request, "applied")
        draft = drafts.stored_draft(request.draft)

        def edit(flag: FlagDocument) -> None:
            # Written anew and approved again, it has another version, and is another change.
            if flag.mark(request.id, request.version):
                self._drafting.ensure_still_true(request, snapshot(flag))
                drafts.apply(draft, flag)

        cause: Mapping[str, Any] = {
            "changeRequestId": request.id,
            "author": request.author,
            "reviewer": request.reviewer,
        }
        await self._changing.change(request.flag_key, edit, note=request.title, cause=cause)
        request.status, request.updated_at = "applied", self._clock()
        await self._store.save(request)
        return request

    def _entry(self, verb: str, request: ChangeRequestDocument) -> OutboxEntry:
        told = {
            "flagKey": request.flag_key,
            "draft": request.draft,
            "baseRevision": request.base_revision,
            "counts": request.counts,
            "digest": request.digest,
        }
        return self._audit.entry(
            f"change_request.{verb}",
            resource_type="change_request",
            resource_id=request.id,
            resource_name=request.title,
            metadata=told | ({"comment": request.comment} if request.comment else {}),
        )
