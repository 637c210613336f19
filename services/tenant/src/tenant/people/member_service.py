"""Commands about the people of one tenant: one method per rpc."""

from collections.abc import Callable, Sequence

from bus import current_actor
from chassis import Clock, OutboxEntry, now, scope_of
from chassis.cursors import decode, encode
from chassis.pages import page_of
from contracts.platform.v1 import Membership
from contracts.tenant import v1

from tenant.people import rules
from tenant.people.admins import Owners
from tenant.people.documents import UserDocument
from tenant.people.history import UserHistory, snapshot
from tenant.people.members import Members
from tenant.people.store import UserStore

_PAGE = 50
Edit = Callable[[list[Membership]], list[Membership]]


class MemberService(v1.MemberService):
    """People as their tenant's admins manage them."""

    def __init__(
        self, store: UserStore, history: UserHistory, members: Members, *, clock: Clock = now
    ) -> None:
        self._store = store
        self._history = history
        self._members = members
        self._clock = clock

    async def change_member_role(
        self, request: v1.ChangeMemberRoleRequest
    ) -> v1.ChangeMemberRoleResponse:
        """Idempotent: the same role again changes nothing."""

        def edit(memberships: list[Membership]) -> list[Membership]:
            return rules.with_role(memberships, tenant_slug=request.slug, role=request.role)

        user = await self._change(
            request.slug, request.id, "role_changed", edit, becomes=request.role
        )
        return v1.ChangeMemberRoleResponse(user=user)

    async def remove_member(self, request: v1.RemoveMemberRequest) -> v1.RemoveMemberResponse:
        """Who isn't there is not found, also when they were a moment ago."""

        def edit(memberships: list[Membership]) -> list[Membership]:
            return rules.without_role(memberships, tenant_slug=request.slug)

        user = await self._change(request.slug, request.id, "removed", edit, becomes="")
        return v1.RemoveMemberResponse(user=user)

    async def list_users(self, request: v1.ListUsersRequest) -> v1.ListUsersResponse:
        """For operators: the access rule sees to that."""
        limit = request.limit or _PAGE
        after = str(decode(request.cursor, kinds=(str,))[0]) if request.cursor else ""
        found = await self._store.found_in_all(request.q or "", after=after, limit=limit + 1)
        items, next_cursor = page_of(found, limit=limit, cursor=lambda last: encode(last.id))
        return v1.ListUsersResponse(items=items, next_cursor=next_cursor)

    async def _change(
        self, slug: str, user_id: str, verb: str, edit: Edit, *, becomes: str
    ) -> v1.User:
        actor = current_actor()
        scope = scope_of(actor, roles=rules.ADMINS)
        await self._members.ensure_tenant(scope, slug)
        is_free = scope.tenants is None or actor is None
        mine = "owner" if is_free or actor is None else rules.role_in(actor.memberships, slug)

        def permitted(user: UserDocument) -> str:
            held = rules.role_in(user.memberships, slug)
            if not held:
                raise rules.UserNotFound(f"There is no user {user_id}.")
            rules.ensure_may_manage(mine, held, becomes)
            return held

        def decide(user: UserDocument) -> Sequence[OutboxEntry]:
            if permitted(user) == becomes:
                return ()
            before = snapshot(user)
            user.memberships = edit(user.memberships)
            user.updated_at = self._clock()
            return self._history.of(verb, user, before=before, tenant_slug=slug)

        async def load() -> UserDocument:
            return await self._store.by_id_in_all(user_id)

        # Before it is said who is the last owner: that is for those who may manage owners.
        permitted(await load())
        if becomes == "owner":
            return rules.within(slug, snapshot(await self._store.change(load, decide)))
        async with Owners(self._store, slug=slug).leaving(user_id):
            return rules.within(slug, snapshot(await self._store.change(load, decide)))
