"""Lets people be known by their ids in other systems: whoever reads those systems' logs asks."""

from collections.abc import Sequence

from chassis import OutboxEntry

from tenant.people.documents import UserDocument
from tenant.people.rules import UserNotFound
from tenant.people.store import UserStore
from tenant.provisioning.integration import Remembered

_USER = "user"


class Acquaintance:
    """Writes into the person's document, which keeps the directory."""

    def __init__(self, users: UserStore) -> None:
        self._users = users
        # What this instance has seen written: else every visit would read every person.
        self._made: set[tuple[str, str, str]] = set()

    async def make(self, system: str, known: Sequence[Remembered]) -> None:
        """Note the ids of those whose users are known there."""
        for item in known:
            met = (system, item.key, item.external_id)
            if item.kind == _USER and item.external_id and met not in self._made:
                await self._note(system, email=item.key, identity=item.external_id)
                self._made.add(met)

    async def _note(self, system: str, *, email: str, identity: str) -> None:
        async def load() -> UserDocument:
            found = await self._users.by_email_in_all(email)
            if found is None:
                raise UserNotFound(f"There is no user {email}.")
            return found

        def decide(user: UserDocument) -> Sequence[OutboxEntry]:
            noted = {**user.known_as, system: identity}
            if noted == user.known_as:
                return ()
            user.known_as = noted
            return user.projections()

        try:
            await self._users.change(load, decide)
        except UserNotFound:
            return
