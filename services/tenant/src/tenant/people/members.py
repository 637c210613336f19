"""Adds people to tenants, known or not yet known."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

from chassis import Clock, OutboxEntry, Scope, now, uuid7

from tenant.people.admins import Owners
from tenant.people.departures.store import DepartureStore
from tenant.people.documents import UserDocument
from tenant.people.history import UserHistory, snapshot
from tenant.people.rules import (
    AlreadyMember,
    MemberDeactivated,
    UserNotFound,
    UserTaken,
    role_in,
    with_role,
)
from tenant.people.standing import give_role, role_of
from tenant.people.store import UserStore
from tenant.rules import ensure_alive
from tenant.store import TenantStore


class Members:
    """Memberships: an operator vouches for the email, so it counts as verified."""

    def __init__(
        self,
        users: UserStore,
        departures: DepartureStore,
        tenants: TenantStore,
        history: UserHistory,
        *,
        clock: Clock = now,
    ) -> None:
        self._users = users
        self._departures = departures
        self._tenants = tenants
        self._history = history
        self._clock = clock

    async def ensure_tenant(self, scope: Scope, slug: str) -> None:
        """Refuse a tenant that isn't there for this scope."""
        await self._tenants.get(scope, slug)

    async def ensure_absent(self, slug: str, *, email: str) -> None:
        """Refuse who is of the tenant already, deactivated or not."""
        known = await self._users.by_email_in_all(email)
        if known is not None and role_of(known, slug):
            raise AlreadyMember(email, slug=slug)

    async def add(self, *, slug: str, email: str, role: str, name: str) -> UserDocument:
        """Give the person this role in this tenant; make them when nobody has this address."""
        tenant = await self._tenants.get(Scope(None), slug)
        ensure_alive(slug, status=tenant.status)
        if await self._users.by_email_in_all(email) is None:
            try:
                return await self._make(slug=slug, email=email, role=role, name=name)
            except UserTaken:
                pass  # made by somebody else just now: go on with theirs

        async def load() -> UserDocument:
            found = await self._users.by_email_in_all(email)
            if found is None:
                raise UserNotFound(f"There is no user {email}.")
            return found

        def decide(user: UserDocument) -> Sequence[OutboxEntry]:
            before = snapshot(user)
            known = bool(role_of(user, slug))
            give_role(user, slug, role)
            if snapshot(user) == before:
                return ()
            user.updated_at = self._clock()
            verb = "role_changed" if known else "added"
            return self._history.of(verb, user, before=before, tenant_slug=slug)

        if role == "owner":
            return await self._users.change(load, decide)
        async with self.leaving_owners(slug, (await load()).id):
            return await self._users.change(load, decide)

    def leaving_owners(self, slug: str, user_id: str) -> AbstractAsyncContextManager[None]:
        """Do inside what ends this person's time as an owner; the last one's is refused."""
        return Owners(self._users, self._departures, slug=slug).leaving(user_id)

    async def join(self, user_id: str, *, slug: str, role: str) -> UserDocument:
        """Let in who was invited; one who is of the tenant already keeps the role they have."""

        async def load() -> UserDocument:
            return await self._users.by_id_in_all(user_id)

        def decide(user: UserDocument) -> Sequence[OutboxEntry]:
            if role_in(user.memberships, slug):
                return ()
            if role_of(user, slug):
                raise MemberDeactivated(f"You were deactivated in {slug}: ask its admins.")
            before = snapshot(user)
            give_role(user, slug, role)
            user.updated_at = self._clock()
            return self._history.of("added", user, before=before, tenant_slug=slug)

        return await self._users.change(load, decide)

    async def _make(self, *, slug: str, email: str, role: str, name: str) -> UserDocument:
        moment = self._clock()
        user = UserDocument(
            id=uuid7(),
            email=email,
            verified_email=email,
            name=name,
            memberships=with_role([], tenant_slug=slug, role=role),
            active=True,
            created_at=moment,
            updated_at=moment,
        )
        entries = self._history.of("added", user, before=None, tenant_slug=slug)
        await self._users.insert(user, entries)
        return user
