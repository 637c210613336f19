"""Commands and queries about people: one method per rpc."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bus import current_actor
from chassis import Clock, OutboxEntry, now, scope_of
from chassis.cursors import decode, encode
from contracts.tenant import v1

from tenant.people import admins, rules
from tenant.people.documents import UserDocument
from tenant.people.history import UserHistory, snapshot
from tenant.people.members import Members
from tenant.people.sign_ins import SignIns
from tenant.people.store import UserStore
from tenant.rules import TenantNotFound

_PAGE = 50
Edit = Callable[[UserDocument], None]


class UserService(v1.UserService):
    """People: who they are, what they may do, and when they last signed in."""

    def __init__(
        self,
        store: UserStore,
        history: UserHistory,
        *,
        members: Members,
        sign_ins: SignIns,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._history = history
        self._members = members
        self._sign_ins = sign_ins
        self._clock = clock

    async def get_me(self, request: v1.GetMeRequest) -> v1.GetMeResponse:
        """Answer from the store: the directory holds only what every request needs."""
        del request
        actor = current_actor()
        user = await self._store.by_id_in_all(actor.id if actor else "")
        return v1.GetMeResponse(user=snapshot(user), audience=actor.audience if actor else "")

    async def list_tenant_users(
        self, request: v1.ListTenantUsersRequest
    ) -> v1.ListTenantUsersResponse:
        """Page by last sign-in; others' tenants don't exist for a member."""
        if not scope_of(current_actor()).sees(request.slug):
            raise TenantNotFound(f"There is no tenant {request.slug}.")
        limit = request.limit or _PAGE
        page = await self._store.page(request.slug, after=_after(request.cursor), limit=limit + 1)
        return v1.ListTenantUsersResponse(
            items=page[:limit],
            next_cursor=_cursor(page[limit - 1]) if len(page) > limit else None,
        )

    async def add_tenant_user(self, request: v1.AddTenantUserRequest) -> v1.AddTenantUserResponse:
        """Idempotent: the same role again changes nothing."""
        user = await self._members.add(
            slug=request.slug,
            email=rules.normalised_email(request.email),
            role=request.role,
            name=request.name or "",
        )
        return v1.AddTenantUserResponse(user=snapshot(user))

    async def deactivate_user(self, request: v1.DeactivateUserRequest) -> v1.DeactivateUserResponse:
        """Idempotent. The last platform admin stays active."""
        await admins.release_from_all(request.id)

        def edit(user: UserDocument) -> None:
            user.active = False

        user = await self._change(request.id, "deactivated", edit, reason=request.reason or "")
        return v1.DeactivateUserResponse(user=user)

    async def reactivate_user(self, request: v1.ReactivateUserRequest) -> v1.ReactivateUserResponse:
        """Idempotent. A platform admin is one again."""

        def edit(user: UserDocument) -> None:
            user.active = True

        user = await self._change(request.id, "reactivated", edit)
        if user.platform_admin:
            await admins.enlist_in_all(user.id)
        return v1.ReactivateUserResponse(user=user)

    async def grant_platform_admin(
        self, request: v1.GrantPlatformAdminRequest
    ) -> v1.GrantPlatformAdminResponse:
        """Idempotent. A deactivated person can't be appointed."""

        def edit(user: UserDocument) -> None:
            if not user.active:
                raise rules.PlatformAdminInactive("This person is deactivated; reactivate first.")
            user.platform_admin = True

        user = await self._change(request.id, "platform_admin_granted", edit)
        await admins.enlist_in_all(user.id)
        return v1.GrantPlatformAdminResponse(user=user)

    async def revoke_platform_admin(
        self, request: v1.RevokePlatformAdminRequest
    ) -> v1.RevokePlatformAdminResponse:
        """Idempotent. The last platform admin can't be removed."""
        await admins.release_from_all(request.id)

        def edit(user: UserDocument) -> None:
            user.platform_admin = False

        user = await self._change(request.id, "platform_admin_revoked", edit)
        return v1.RevokePlatformAdminResponse(user=user)

    async def record_sign_in(self, request: v1.RecordSignInRequest) -> v1.RecordSignInResponse:
        """Idempotent: a sign-in that is already recorded changes nothing."""
        return v1.RecordSignInResponse(user=snapshot(await self._sign_ins.record(request)))

    async def _change(self, user_id: str, verb: str, edit: Edit, *, reason: str = "") -> v1.User:
        def decide(user: UserDocument) -> Sequence[OutboxEntry]:
            before = snapshot(user)
            edit(user)
            entries = self._history.of(verb, user, before=before, reason=reason)
            if entries:
                user.updated_at = self._clock()
            return entries

        async def load() -> UserDocument:
            return await self._store.by_id_in_all(user_id)

        return snapshot(await self._store.change(load, decide))


def _cursor(user: v1.User) -> str:
    moment = user.last_login_at
    return encode(moment.isoformat() if moment else "", user.id)


def _after(cursor: str | None) -> tuple[datetime | None, str] | None:
    if not cursor:
        return None
    moment, user_id = decode(cursor, kinds=(str, str))
    return (datetime.fromisoformat(str(moment)) if moment else None), str(user_id)
