"""Which of the people in the log somebody is."""

from audit.persons.keyring import Keyring
from audit.persons.people import is_address
from audit.persons.store import PersonStore


class People:
    """Looks people up by what they are known as."""

    def __init__(self, store: PersonStore, keyring: Keyring) -> None:
        self._store = store
        self._keyring = keyring

    async def hashed(self, handle: str) -> str:
        """Return under what a handle is stored."""
        await self._keyring.ready()
        return self._keyring.hashed(handle)

    async def known_as(self, handle: str) -> tuple[list[str], list[str]]:
        """Return the ids of everybody who is this person, and of others who only may be.

        An address stands for the ids that were seen beside it, and an id for every address beside
        which it was seen; people under other addresses who share such an id are the others.
        """
        hashed = await self.hashed(handle)
        found = [*(await self._store.by_handles_of_all([hashed])).values()]
        if not is_address(handle):
            found += (await self._store.linked_to_all([hashed])).values()
        subjects = {one for row in found for one in row["links"]}
        known = await self._store.by_handles_of_all(subjects)
        people = {row["_id"] for row in [*found, *known.values()]}
        sharing = await self._store.linked_to_all(subjects)
        return sorted(people), sorted(sharing.keys() - people)
