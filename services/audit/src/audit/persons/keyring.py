"""People's keys: made when a person is first told of, read anew whenever entries are."""

import base64
import hmac
import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from chassis import Clock, now, uuid7

from audit.persons.at_hand import Known, PeopleAtHand
from audit.persons.master import KEY_BYTES, MasterKeys
from audit.persons.store import PersonStore

_LOOKUP = "lookup"
_MOST_HASHES = 10_000
# So long, at most, an instance goes on with a key that another one has destroyed.
_TRUSTED_SECONDS = 0.5


class Keyring:
    """Keys by hashed handle for writing, by id for reading."""

    def __init__(
        self,
        store: PersonStore,
        master: MasterKeys,
        *,
        clock: Clock = now,
        elapsed: Callable[[], float] = time.monotonic,
        at_hand: PeopleAtHand | None = None,
    ) -> None:
        """`elapsed` gives seconds that only grow."""
        self._store = store
        self._master = master
        self._clock = clock
        self._elapsed = elapsed
        self._destructions = -1
        self._trusted_until = 0.0
        self._lookup = b""
        self._at_hand = at_hand or PeopleAtHand()
        self.hashed = lru_cache(maxsize=_MOST_HASHES)(self._hashed)

    async def ready(self) -> None:
        """Read the secret that handles are hashed with; made once for the life of the database."""
        if self._lookup:
            return
        master, wrapped = self._master.wrap(os.urandom(KEY_BYTES), purpose=_LOOKUP)
        row = await self._store.secret_of_all(_LOOKUP, {"master": master, "wrapped": wrapped})
        self._lookup = self._master.unwrap(row["wrapped"], master=row["master"], purpose=_LOOKUP)

    def _hashed(self, text: str) -> str:
        """Return the keyed hash of a handle or a word: equal for equal, meaningless outside."""
        return base64.b64encode(hmac.digest(self._lookup, text.encode(), "sha256")[:18]).decode()

    async def for_writing(
        self, handles: Iterable[str], *, links: Collection[tuple[str, str]] = ()
    ) -> Mapping[str, tuple[str, bytes]]:
        """Return id and key of each person by handle; who is new gets a key.

        `links` are the subjects that were seen beside handles: they are remembered.
        """
        await self.ready()
        await self._forget_destroyed()
        hashes = {handle: self.hashed(handle) for handle in set(handles)}
        # Again if need be: somebody may have emptied what is at hand in the meantime.
        while missing := self._at_hand.missing(hashes.values()):
            await self._fetch(
                missing, _grouped((hashes[one], self.hashed(it)) for one, it in links)
            )
        known = self._at_hand.use(hashes)
        await self._link([(known[handle], self.hashed(subject)) for handle, subject in links])
        return {handle: (one.identity, one.key) for handle, one in known.items()}

    async def _forget_destroyed(self) -> None:
        """Begin anew when some key was destroyed, by whichever instance."""
        if self._elapsed() < self._trusted_until:
            return
        # Before asking: what is destroyed from now on must be noticed in time.
        until = self._elapsed() + _TRUSTED_SECONDS
        destructions = await self._store.destructions_of_all()
        if destructions != self._destructions:
            self._at_hand.clear()
            self.hashed.cache_clear()
        self._destructions, self._trusted_until = destructions, until

    async def _fetch(self, missing: Collection[str], links: Mapping[str, Sequence[str]]) -> None:
        """Read these people's keys, by hashed handle, and make those that nobody has made."""
        found = await self._store.by_handles_of_all(missing)
        if new := set(missing) - found.keys():
            # With their subjects: remembering them later would be a write each.
            found |= await self._store.add_all([self._new(it, links.get(it, ())) for it in new])
        if others := set(missing) - found.keys():
            found |= await self._store.by_handles_of_all(others)
        for one, row in found.items():
            key = self._unwrapped(row)
            self._at_hand.add(one, Known(row["_id"], key, set(row["links"])))

    async def _link(self, pairs: Iterable[tuple[Known, str]]) -> None:
        """Remember which hashed subjects were seen beside which person."""
        fresh = [(one, subject) for one, subject in pairs if subject not in one.links]
        if fresh:
            await self._store.link_all(_grouped((one.identity, it) for one, it in fresh))
        for one, subject in fresh:
            one.links.add(subject)

    async def for_reading(self, identities: Collection[str]) -> Mapping[str, bytes]:
        """Return the keys that exist at this moment: no cache outlives an erasure."""
        rows = await self._store.by_ids_of_all(identities) if identities else {}
        return {identity: self._unwrapped(row) for identity, row in rows.items()}

    async def known_as(self, handle: str) -> str | None:
        """Return the id of the person known by this handle."""
        await self.ready()
        hashed = self.hashed(handle)
        row = (await self._store.by_handles_of_all([hashed])).get(hashed)
        return row["_id"] if row else None

    async def destroy(self, identities: Collection[str]) -> None:
        """Destroy people's keys: every instance notices within a second. Idempotent."""
        await self._store.destroy_all(identities)
        self._trusted_until = 0.0

    def _new(self, hashed: str, links: Sequence[str]) -> dict[str, Any]:
        identity = uuid7()
        master, wrapped = self._master.wrap(os.urandom(KEY_BYTES), purpose=identity)
        return {
            "_id": identity,
            "handle": hashed,
            "links": list(links),
            "master": master,
            "wrapped": wrapped,
            "createdAt": self._clock(),
        }

    def _unwrapped(self, row: Mapping[str, Any]) -> bytes:
        return self._master.unwrap(row["wrapped"], master=row["master"], purpose=row["_id"])


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for one, other in set(pairs):
        groups.setdefault(one, []).append(other)
    return groups
