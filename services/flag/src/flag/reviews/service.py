"""Commands and queries about change requests: one method per rpc."""

from chassis import Clock, now, uuid7
from contracts.flag import v1

from flag import drafts
from flag.reviews import rules
from flag.reviews.documents import ChangeRequestDocument
from flag.reviews.drafting import Drafting
from flag.reviews.moving import Moving, acting
from flag.reviews.showing import Showing
from flag.reviews.store import ChangeRequestStore
from flag.rules import ensure_version
from flag.store import FlagStore


class ChangeRequestService(v1.ChangeRequestService):
    """From draft to applied."""

    def __init__(
        self,
        store: ChangeRequestStore,
        flags: FlagStore,
        *,
        moving: Moving,
        drafting: Drafting,
        showing: Showing,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._flags = flags
        self._moving = moving
        self._drafting = drafting
        self._showing = showing
        self._clock = clock

    async def create_change_request(
        self, request: v1.CreateChangeRequestRequest
    ) -> v1.CreateChangeRequestResponse:
        """Written against the flag and the tenants as they are now."""
        flag = await self._flags.get_of_all(request.flag_key)
        moment, actor = self._clock(), acting()
        made = ChangeRequestDocument(
            id=uuid7(),
            flag_key=flag.key,
            title=request.title,
            status="draft",
            author_id=actor.id,
            author=actor.email or actor.id,
            created_at=moment,
            updated_at=moment,
        )
        self._drafting.bind(made, request.draft, flag)
        await self._moving.begin(made)
        return v1.CreateChangeRequestResponse(change_request=await self._showing.one(made))

    async def get_change_request(
        self, request: v1.GetChangeRequestRequest
    ) -> v1.GetChangeRequestResponse:
        """With the difference three ways, as it is now."""
        found = await self._store.document_of_all(request.id)
        return v1.GetChangeRequestResponse(change_request=await self._showing.one(found))

    async def list_change_requests(
        self, request: v1.ListChangeRequestsRequest
    ) -> v1.ListChangeRequestsResponse:
        """The newest first."""
        return await self._showing.page(request)

    async def update_change_request(
        self, request: v1.UpdateChangeRequestRequest
    ) -> v1.UpdateChangeRequestResponse:
        """What was decided holds for what was written then: a new draft needs a new review."""
        held = await self._store.document_of_all(request.id)
        flag = await self._flags.get_of_all(held.flag_key)

        def edit(change: ChangeRequestDocument) -> None:
            rules.ensure_author(change, acting().id)
            ensure_version("The change request", expected=request.version, stored=change.version)
            change.title = request.title or change.title
            self._drafting.bind(change, request.draft or drafts.stored_draft(change.draft), flag)
            change.reviewer = change.comment = ""

        changed = await self._moving.move(request.id, "draft", verb="updated", edit=edit)
        return v1.UpdateChangeRequestResponse(change_request=await self._showing.one(changed))

    async def submit_change_request(
        self, request: v1.SubmitChangeRequestRequest
    ) -> v1.SubmitChangeRequestResponse:
        """By its author."""
        changed = await self._moving.move(
            request.id,
            "in_review",
            verb="submitted",
            edit=lambda change: rules.ensure_author(change, acting().id),
        )
        return v1.SubmitChangeRequestResponse(change_request=await self._showing.one(changed))

    async def approve_change_request(
        self, request: v1.ApproveChangeRequestRequest
    ) -> v1.ApproveChangeRequestResponse:
        """Nobody approves what isn't true any more."""
        held = await self._store.document_of_all(request.id)
        flag = await self._flags.get_of_all(held.flag_key)

        def edit(change: ChangeRequestDocument) -> None:
            self._decided(change, request.comment or "")
            rules.ensure_transition(change, "approved")
            self._drafting.ensure_still_true(change, flag)

        changed = await self._moving.move(request.id, "approved", verb="approved", edit=edit)
        return v1.ApproveChangeRequestResponse(change_request=await self._showing.one(changed))

    async def reject_change_request(
        self, request: v1.RejectChangeRequestRequest
    ) -> v1.RejectChangeRequestResponse:
        """With a word why."""
        changed = await self._moving.move(
            request.id,
            "rejected",
            verb="rejected",
            edit=lambda change: self._decided(change, request.comment),
        )
        return v1.RejectChangeRequestResponse(change_request=await self._showing.one(changed))

    async def withdraw_change_request(
        self, request: v1.WithdrawChangeRequestRequest
    ) -> v1.WithdrawChangeRequestResponse:
        """By its author."""
        changed = await self._moving.move(
            request.id,
            "withdrawn",
            verb="withdrawn",
            edit=lambda change: rules.ensure_author(change, acting().id),
        )
        return v1.WithdrawChangeRequestResponse(change_request=await self._showing.one(changed))

    async def apply_change_request(
        self, request: v1.ApplyChangeRequestRequest
    ) -> v1.ApplyChangeRequestResponse:
        """Whoever applies it, it was approved by somebody else than its author."""
        applied = await self._moving.apply(request.id)
        return v1.ApplyChangeRequestResponse(change_request=await self._showing.one(applied))

    @staticmethod
    def _decided(change: ChangeRequestDocument, comment: str) -> None:
        actor = acting()
        rules.ensure_other(change, actor.id)
        change.reviewer, change.comment = actor.email or actor.id, comment
