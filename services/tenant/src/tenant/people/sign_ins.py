"""Records sign-ins: makes people at first sight, links by verified email, appoints first admins."""

from collections.abc import Sequence

from bus import acting_as, current_actor
from chassis import Clock, OutboxEntry, now, uuid7
from contracts.platform.v1 import Actor
from contracts.tenant import v1
from pymongo.errors import DuplicateKeyError

from tenant.people import admins, rules
from tenant.people.documents import UserDocument
from tenant.people.history import UserHistory, snapshot
from tenant.people.store import UserStore


class SignIns:
    """What a verified token tells of its bearer."""

    def __init__(
        self,
        store: UserStore,
        history: UserHistory,
        *,
        first_admins: Sequence[str],
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._history = history
        self._first_admins = first_admins
        self._clock = clock

    async def record(self, request: v1.RecordSignInRequest) -> UserDocument:
        """Return the person behind the token, as stored after this sign-in."""
        key = rules.identity_key(request.issuer, request.subject)
        while True:
            known = await self._find(request)
            try:
                user = await (self._known(known.id, request) if known else self._make(request))
            except DuplicateKeyError:
                # Either another request made or linked this person just now: find them. Or this
                # identity is known and its address belongs to somebody else: leave it to them.
                if known and key in known.identity_keys:
                    request = request.model_copy(update={"email": None})
                continue
            if user.platform_admin and user.active:
                await admins.enlist_in_all(user.id)
            return user

    async def _find(self, request: v1.RecordSignInRequest) -> UserDocument | None:
        key = rules.identity_key(request.issuer, request.subject)
        found = await self._store.by_identity_in_all(key)
        email = _verified_email(request)
        if found is None and email:
            found = await self._store.by_email_in_all(email)
        return found

    async def _make(self, request: v1.RecordSignInRequest) -> UserDocument:
        moment = self._clock()
        user = UserDocument(
            id=uuid7(), active=True, created_at=moment, updated_at=moment, identities=[]
        )
        self._apply(user, request)
        with acting_as(_actor(user, request)):
            entries = self._history.of("created", user, before=None)
        await self._store.insert(user, entries)
        return user

    async def _known(self, user_id: str, request: v1.RecordSignInRequest) -> UserDocument:
        async def load() -> UserDocument:
            return await self._store.by_id_in_all(user_id)

        def decide(user: UserDocument) -> Sequence[OutboxEntry]:
            before = snapshot(user)
            linked = self._apply(user, request)
            with acting_as(_actor(user, request)):
                entries = self._history.of("linked" if linked else "signed_in", user, before=before)
            if entries:
                user.updated_at = self._clock()
            return entries

        return await self._store.change(load, decide)

    def _apply(self, user: UserDocument, request: v1.RecordSignInRequest) -> bool:
        """Take over what the token says; say whether it was a new identity of this person."""
        key = rules.identity_key(request.issuer, request.subject)
        email = _verified_email(request)
        linked = key not in user.identity_keys
        if linked:
            identity = v1.Identity(issuer=request.issuer, subject=request.subject)
            user.identities = [*user.identities, identity]
            user.identity_keys = [*user.identity_keys, key]
        if email and not user.verified_email:
            user.email = user.verified_email = email
        elif not user.email:
            user.email = rules.normalised_email(request.email or "")
        user.name = request.name or user.name
        if user.last_login_at is None or request.signed_in_at > user.last_login_at:
            user.last_login_at = request.signed_in_at
        if not user.first_admin_granted and rules.is_first_admin(
            self._first_admins,
            issuer=request.issuer,
            subject=request.subject,
            verified_email=email,
        ):
            user.first_admin_granted = user.platform_admin = True
        return linked


def _verified_email(request: v1.RecordSignInRequest) -> str | None:
    if not request.email_verified or not request.email:
        return None
    return rules.normalised_email(request.email)


def _actor(user: UserDocument, request: v1.RecordSignInRequest) -> Actor:
    """People sign in themselves: the entry's actor is the person, at the caller's address."""
    return Actor(
        type="user",
        id=user.id,
        email=user.email,
        name=user.name,
        ip=caller.ip if (caller := current_actor()) else "",
        issuer=request.issuer,
        subject=request.subject,
    )
