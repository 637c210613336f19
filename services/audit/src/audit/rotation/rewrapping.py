"""Wraps keys anew, a few at a time; where it was stopped it goes on."""

import structlog
from chassis.faults import database_deadline

from audit.persons.master import MasterKeyMissing, MasterKeys
from audit.rotation.store import WrappedStore

log = structlog.get_logger()
_AT_ONCE = 500


class Rewrapping:
    """A chore. Two instances may do it side by side: each key is replaced once."""

    def __init__(self, store: WrappedStore, master: MasterKeys, *, at_once: int = _AT_ONCE) -> None:
        self._store = store
        self._master = master
        self._at_once = at_once

    async def sweep(self) -> int:
        """Wrap some of what former master keys have wrapped; return how much."""
        done = 0
        for name in self._master.former:
            with database_deadline():
                done += await self._rewrap(name)
        if done:
            log.info("keys_rewrapped", keys=done, master=self._master.current)
        return done

    async def _rewrap(self, name: str) -> int:
        done, unreadable = 0, 0
        found = await self._store.wrapped_by_in_all(name, limit=self._at_once)
        for kind, rows in found.items():
            fresh = []
            for row in rows:
                try:
                    master, wrapped = self._master.rewrap(
                        row["wrapped"], master=name, purpose=row["_id"]
                    )
                except MasterKeyMissing:
                    unreadable += 1
                    continue
                fresh.append((row, {"master": master, "wrapped": wrapped}))
            await self._store.replace_in_all(kind, fresh)
            done += len(fresh)
        if unreadable:
            # Another key under the same name: entries of these people can't be read either.
            log.error("keys_not_rewrapped", keys=unreadable, master=name)
        return done
