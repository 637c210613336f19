"""Commands and queries about people: one method per rpc."""

from collections.abc import Callable, Sequence

from bus import current_actor
from chassis import Clock, OutboxEntry, now, scope_of
from chassis.moments import cursor_at, place_of
from chassis.pages import page_of
from contracts.tenant import v1

from tenant.people import rules
from tenant.people.admins import PlatformAdmins
from tenant.people.belongings import Belongings
from tenant.people.claims import Claims
from tenant.people.documents import UserDocument
from tenant.people.history import UserHistory, snapshot
from tenant.people.members import Members
from tenant.people.sign_ins import SignIns
from tenant.people.standing import within
from tenant.people.store import UserStore

_PAGE = 50
Edit = Callable[[UserDocument], None]


class UserService(v1.UserService):
    """People: who they are, what they may do, and when they last signed in."""

    def __init__(
        self,
        store: UserStore,
        history: UserHistory,
        *,
        admins: PlatformAdmins,
        members: Members,
        sign_ins: SignIns,
        belongings: Belongings,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._history = history
        self._admins = admins
        self._members = members
        self._sign_ins = sign_ins
        self._belongings = belongings
        self._clock = clock

    async def get_me(self, request: v1.GetMeRequest) -> v1.GetMeResponse:
        """Answer from the store: the directory holds only what every request needs."""
        del request
        actor = current_actor()
        user = await self._store.by_id_in_all(actor.id if actor else "")
        return v1.GetMeResponse(
            user=snapshot(user),
            audience=actor.audience if actor else "",
            tenants=await self._belongings.of(user),
        )

    async def list_tenant_users(
        self, request: v1.ListTenantUsersRequest
    ) -> v1.ListTenantUsersResponse:
        """Page by last sign-in; others' tenants don't exist for a member."""
        scope = scope_of(current_actor())
        await self._members.ensure_tenant(scope, request.slug)
        limit = request.limit or _PAGE
        found = await self._store.page(
            request.slug, after=place_of(request.cursor), limit=limit + 1
        )
        if scope.tenants is not None:
            found = [within(request.slug, user) for user in found]
        items, next_cursor = page_of(
            found, limit=limit, cursor=lambda last: cursor_at(last.last_login_at, last.id)
        )
        return v1.ListTenantUsersResponse(items=items, next_cursor=next_cursor)

    async def add_tenant_user(self, request: v1.AddTenantUserRequest) -> v1.AddTenantUserResponse:
        """Idempotent: the same role again changes nothing."""
        user = await self._members.add(
            slug=request.slug,
            email=rules.given_email(request.email),
            role=request.role,
            name=rules.normalised_name(request.name),
        )
        return v1.AddTenantUserResponse(user=snapshot(user))

    async def deactivate_user(self, request: v1.DeactivateUserRequest) -> v1.DeactivateUserResponse:
        """Idempotent. The last platform admin stays active."""

        def edit(user: UserDocument) -> None:
            user.active = False

        async with self._admins.leaving(request.id):
            user = await self._change(request.id, "deactivated", edit, reason=request.reason or "")
        return v1.DeactivateUserResponse(user=user)

    async def reactivate_user(self, request: v1.ReactivateUserRequest) -> v1.ReactivateUserResponse:
        """Idempotent. A platform admin is one again."""

        def edit(user: UserDocument) -> None:
            user.active = True

        return v1.ReactivateUserResponse(user=await self._change(request.id, "reactivated", edit))

    async def grant_platform_admin(
        self, request: v1.GrantPlatformAdminRequest
    ) -> v1.GrantPlatformAdminResponse:
        """Idempotent. A deactivated person can't be appointed."""

        def edit(user: UserDocument) -> None:
            rules.ensure_active(user.id, active=user.active)
            user.platform_admin = True

        user = await self._change(request.id, "platform_admin_granted", edit)
        return v1.GrantPlatformAdminResponse(user=user)

    async def revoke_platform_admin(
        self, request: v1.RevokePlatformAdminRequest
    ) -> v1.RevokePlatformAdminResponse:
        """Idempotent. The last platform admin can't be removed."""

        def edit(user: UserDocument) -> None:
            user.platform_admin = False

        async with self._admins.leaving(request.id):
            user = await self._change(request.id, "platform_admin_revoked", edit)
        return v1.RevokePlatformAdminResponse(user=user)

    async def record_sign_in(self, request: v1.RecordSignInRequest) -> v1.RecordSignInResponse:
        """Idempotent: a sign-in that is already recorded changes nothing."""
        user = await self._sign_ins.record(Claims.of(request))
        return v1.RecordSignInResponse(user=snapshot(user))

    async def _change(self, user_id: str, verb: str, edit: Edit, *, reason: str = "") -> v1.User:
        """Load, edit, save with what the change leaves behind; no difference, no write."""

        def decide(user: UserDocument) -> Sequence[OutboxEntry]:
            before = snapshot(user)
            edit(user)
            if snapshot(user) == before:
                return ()
            user.updated_at = self._clock()
            return self._history.of(verb, user, before=before, reason=reason)

        async def load() -> UserDocument:
            return await self._store.by_id_in_all(user_id)

        return snapshot(await self._store.change(load, decide))
