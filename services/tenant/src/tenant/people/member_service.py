"""Commands about the people of one tenant: one method per rpc."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial

from bus import current_actor
from chassis import Clock, OutboxEntry, now, scope_of
from chassis.cursors import decode, encode
from chassis.pages import page_of
from contracts.tenant import v1

from tenant.people import rules, standing
from tenant.people.documents import UserDocument
from tenant.people.history import UserHistory, snapshot
from tenant.people.members import Members
from tenant.people.store import UserStore

_PAGE = 50
# Changes how somebody stands in a tenant.
Edit = Callable[[v1.User, str], None]


class MemberService(v1.MemberService):
    """People as their tenant's admins manage them."""

    def __init__(
        self, store: UserStore, history: UserHistory, members: Members, *, clock: Clock = now
    ) -> None:
        self._store = store
        self._history = history
        self._members = members
        self._clock = clock

    async def list_members(self, request: v1.ListMembersRequest) -> v1.ListMembersResponse:
        """Page by address; others' tenants don't exist for a member."""
        await self._members.ensure_tenant(scope_of(current_actor()), request.slug)
        limit = request.limit or _PAGE
        after = decode(request.cursor, kinds=(str, str)) if request.cursor else ("", "")
        email, user_id = map(str, after)
        found = await self._store.members(request.slug, after=(email, user_id), limit=limit + 1)
        items, next_cursor = page_of(
            [standing.as_member(request.slug, user) for user in found],
            limit=limit,
            cursor=lambda last: encode(last.email, last.id),
        )
        return v1.ListMembersResponse(items=items, next_cursor=next_cursor)

    async def change_member_role(
        self, request: v1.ChangeMemberRoleRequest
    ) -> v1.ChangeMemberRoleResponse:
        """Idempotent: the same role again changes nothing."""

        def edit(user: v1.User, slug: str) -> None:
            if not rules.role_in(user.memberships, slug):
                raise rules.MemberDeactivated("Reactivate them first.")
            standing.give_role(user, slug, request.role)

        change = partial(self._change, request.slug, request.id, "role_changed", edit)
        user = await change(becomes=request.role)
        return v1.ChangeMemberRoleResponse(user=standing.within(request.slug, user))

    async def remove_member(self, request: v1.RemoveMemberRequest) -> v1.RemoveMemberResponse:
        """Who isn't there is not found, also when they were a moment ago."""
        user = await self._change(request.slug, request.id, "removed", standing.remove)
        return v1.RemoveMemberResponse(user=standing.within(request.slug, user))

    async def deactivate_member(
        self, request: v1.DeactivateMemberRequest
    ) -> v1.DeactivateMemberResponse:
        """Idempotent. Nothing changes elsewhere: that is for operators."""
        change = partial(self._change, request.slug, request.id, "member.deactivated")
        user = await change(standing.deactivate, reason=request.reason or "")
        return v1.DeactivateMemberResponse(member=standing.as_member(request.slug, user))

    async def reactivate_member(
        self, request: v1.ReactivateMemberRequest
    ) -> v1.ReactivateMemberResponse:
        """Idempotent. Who was deactivated everywhere stays so."""
        change = partial(self._change, request.slug, request.id, "member.reactivated")
        user = await change(standing.reactivate, stays=True)
        return v1.ReactivateMemberResponse(member=standing.as_member(request.slug, user))

    async def list_users(self, request: v1.ListUsersRequest) -> v1.ListUsersResponse:
        """For operators: the access rule sees to that."""
        limit = request.limit or _PAGE
        after = str(decode(request.cursor, kinds=(str,))[0]) if request.cursor else ""
        found = await self._store.found_in_all(request.q or "", after=after, limit=limit + 1)
        items, next_cursor = page_of(found, limit=limit, cursor=lambda last: encode(last.id))
        return v1.ListUsersResponse(items=items, next_cursor=next_cursor)

    async def _change(
        self,
        slug: str,
        user_id: str,
        verb: str,
        edit: Edit,
        *,
        becomes: str = "",
        stays: bool = False,
        reason: str = "",
    ) -> v1.User:
        """Change how somebody stands; unless they stay or become an owner, another one must be."""
        actor = current_actor()
        scope = scope_of(actor, roles=rules.ADMINS)
        await self._members.ensure_tenant(scope, slug)
        is_free = scope.tenants is None or actor is None
        mine = "owner" if is_free or actor is None else rules.role_in(actor.memberships, slug)

        def ensure_permitted(user: UserDocument) -> None:
            held = standing.role_of(user, slug)
            if not held:
                raise rules.UserNotFound(f"There is no user {user_id}.")
            rules.ensure_may_manage(mine, held, becomes)

        def decide(user: UserDocument) -> Sequence[OutboxEntry]:
            ensure_permitted(user)
            before = snapshot(user)
            edit(user, slug)
            if snapshot(user) == before:
                return ()
            user.updated_at = self._clock()
            return self._history.of(verb, user, before=before, tenant_slug=slug, reason=reason)

        async def load() -> UserDocument:
            return await self._store.by_id_in_all(user_id)

        # Before it is said who is the last owner: that is for those who may manage owners.
        ensure_permitted(await load())
        leaving: AbstractAsyncContextManager[None] = nullcontext()
        if not stays and becomes != "owner":
            leaving = self._members.leaving_owners(slug, user_id)
        async with leaving:
            return snapshot(await self._store.change(load, decide))
