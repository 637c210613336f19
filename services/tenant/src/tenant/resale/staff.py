"""Adds people to partners and removes them, known or not yet known."""

from collections.abc import Sequence

from chassis import Clock, OutboxEntry, now, uuid7

from tenant.people.documents import UserDocument
from tenant.people.history import UserHistory, snapshot
from tenant.people.rules import UserNotFound, UserTaken
from tenant.people.store import UserStore
from tenant.resale.rules import WorksElsewhere


class Staff:
    """Who works for a partner: an operator vouches for the email, so it counts as verified."""

    def __init__(self, users: UserStore, history: UserHistory, *, clock: Clock = now) -> None:
        self._users = users
        self._history = history
        self._clock = clock

    async def add(self, *, partner_slug: str, email: str, name: str) -> UserDocument:
        """Let the person work for the partner; make them when nobody has this address."""
        if await self._users.by_email_in_all(email) is None:
            try:
                return await self._make(partner_slug=partner_slug, email=email, name=name)
            except UserTaken:
                pass  # made by somebody else just now: go on with theirs

        async def load() -> UserDocument:
            found = await self._users.by_email_in_all(email)
            if found is None:
                raise UserNotFound(f"There is no user {email}.")
            return found

        def decide(user: UserDocument) -> Sequence[OutboxEntry]:
            if user.partner_slug == partner_slug:
                return ()
            if user.partner_slug:
                raise WorksElsewhere(email, partner_slug=user.partner_slug)
            return self._moved(user, partner_slug, verb="partner_joined")

        return await self._users.change(load, decide)

    async def remove(self, *, partner_slug: str, user_id: str) -> UserDocument:
        """Let the person work for the partner no longer; who doesn't is not found there."""

        async def load() -> UserDocument:
            return await self._users.by_id_in_all(user_id)

        def decide(user: UserDocument) -> Sequence[OutboxEntry]:
            if user.partner_slug != partner_slug:
                raise UserNotFound(f"There is no user {user_id} of partner {partner_slug}.")
            return self._moved(user, partner_slug, verb="partner_left")

        return await self._users.change(load, decide)

    def _moved(self, user: UserDocument, partner_slug: str, *, verb: str) -> Sequence[OutboxEntry]:
        before = snapshot(user)
        user.partner_slug = partner_slug if verb == "partner_joined" else None
        user.updated_at = self._clock()
        return self._history.of(verb, user, before=before, partner_slug=partner_slug)

    async def _make(self, *, partner_slug: str, email: str, name: str) -> UserDocument:
        moment = self._clock()
        user = UserDocument(
            id=uuid7(),
            email=email,
            verified_email=email,
            name=name,
            partner_slug=partner_slug,
            active=True,
            created_at=moment,
            updated_at=moment,
        )
        entries = self._history.of("partner_joined", user, before=None, partner_slug=partner_slug)
        await self._users.insert(user, entries)
        return user
