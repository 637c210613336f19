"""Ends every membership in a tenant that is going: whoever takes its slug brings their own."""

from collections.abc import Sequence

from chassis import Clock, OutboxEntry, now

from tenant.people.documents import UserDocument
from tenant.people.history import UserHistory, snapshot
from tenant.people.standing import remove
from tenant.people.store import UserStore


class Leaving:
    """Takes memberships away, one person at a time."""

    def __init__(self, store: UserStore, history: UserHistory, *, clock: Clock = now) -> None:
        self._store = store
        self._history = history
        self._clock = clock

    async def leave_in_all(self, slug: str) -> None:
        """Idempotent: begun again after a kill, it goes on with those who are left."""
        for user_id in await self._store.members_in_all(slug):
            await self._leave(user_id, slug)

    async def _leave(self, user_id: str, slug: str) -> None:
        async def load() -> UserDocument:
            return await self._store.by_id_in_all(user_id)

        def decide(user: UserDocument) -> Sequence[OutboxEntry]:
            before = snapshot(user)
            remove(user, slug)
            if snapshot(user) == before:
                return ()
            user.updated_at = self._clock()
            return self._history.of("removed", user, before=before, tenant_slug=slug)

        await self._store.change(load, decide)
