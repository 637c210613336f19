"""Records sign-ins: makes people at first sight, links by verified email, appoints first admins."""

from collections.abc import Sequence

from bus import acting_as, current_actor
from chassis import Clock, OutboxEntry, now, uuid7
from contracts.platform.v1 import Actor

from tenant.people.claims import Claims, take_over
from tenant.people.documents import UserDocument
from tenant.people.history import UserHistory, snapshot
from tenant.people.rules import UserTaken
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

    async def record(self, claims: Claims) -> UserDocument:
        """Return the person behind the token, as stored after this sign-in."""
        while True:
            known = await self._store.by_identity_in_all(claims.key)
            # Only who is vouched for may show an address that is somebody's verified one.
            holder = await self._store.by_email_in_all(claims.email) if claims.email else None
            if holder and not claims.verified_email:
                claims = claims.without_email()
            person = known or (holder if claims.verified_email else None)
            try:
                return await (self._known(person.id, claims) if person else self._make(claims))
            except UserTaken:
                # Either another request made or linked this person just now: find them. Or this
                # identity is known and its address belongs to somebody else: leave it to them.
                if known:
                    claims = claims.without_email()

    async def _make(self, claims: Claims) -> UserDocument:
        moment = self._clock()
        user = UserDocument(
            id=uuid7(), active=True, created_at=moment, updated_at=moment, identities=[]
        )
        take_over(user, claims, first_admins=self._first_admins)
        with acting_as(_bearer(user, claims)):
            entries = self._history.of("created", user, before=None)
        await self._store.insert(user, entries)
        return user

    async def _known(self, user_id: str, claims: Claims) -> UserDocument:
        async def load() -> UserDocument:
            return await self._store.by_id_in_all(user_id)

        def decide(user: UserDocument) -> Sequence[OutboxEntry]:
            before = snapshot(user)
            linked = take_over(user, claims, first_admins=self._first_admins)
            if snapshot(user) == before:
                return ()
            user.updated_at = self._clock()
            with acting_as(_bearer(user, claims)):
                return self._history.of("linked" if linked else "signed_in", user, before=before)

        return await self._store.change(load, decide)


def _bearer(user: UserDocument, claims: Claims) -> Actor:
    """People sign in themselves: the entry's actor is the person, at the caller's address."""
    return Actor(
        type="user",
        id=user.id,
        email=user.email,
        name=user.name,
        ip=caller.ip if (caller := current_actor()) else "",
        issuer=claims.issuer,
        subject=claims.subject,
    )
