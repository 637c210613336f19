"""A key-value bucket: each key's newest value, with revisions to write safely (ADR-8)."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from contracts.faults import Conflict

from bus import headers, subjects
from bus.messages import Appended, Entry

Watcher = Callable[[Entry | None], Awaitable[None] | None]


class Watch(Protocol):
    """A running watch."""

    async def stop(self) -> None:
        """Call the handler no more."""
        ...


class Storage(Protocol):
    """What a bucket needs from its connection."""

    async def append(self, subject: str, payload: bytes, *, headers: Mapping[str, str]) -> Appended:
        """Store a message in the bucket's stream."""
        ...

    async def newest(self, bucket: str, key: str) -> Entry | None:
        """Return the key's newest entry, deleted or not."""
        ...

    async def watch(self, bucket: str, handler: Watcher, *, pattern: str, only_keys: bool) -> Watch:
        """Start a watch of the keys that match."""
        ...


class KeyValue:
    """One bucket. Keys are tokens joined by dots; values are bytes."""

    def __init__(self, bucket: str, storage: Storage) -> None:
        self._bucket = bucket
        self._storage = storage

    async def get(self, key: str) -> Entry | None:
        """Return the newest value, None when there is none or it was deleted."""
        subjects.value(self._bucket, key)
        entry = await self._storage.newest(self._bucket, key)
        return None if entry is None or entry.deleted else entry

    async def put(self, key: str, value: bytes) -> int:
        """Store whatever was there before; return the revision."""
        return await self._store(key, value, {})

    async def create(self, key: str, value: bytes) -> int | None:
        """Store unless the key has a value; return the revision, None when it has one."""
        revision = await self.update(key, value, revision=0)
        if revision is None:
            # A deletion leaves a mark with a revision of its own.
            marked = await self._storage.newest(self._bucket, key)
            if marked is not None and marked.deleted:
                return await self.update(key, value, revision=marked.revision)
        return revision

    async def update(self, key: str, value: bytes, *, revision: int) -> int | None:
        """Store if `revision` is still the newest; return the new one, None when it is not.

        After TooLate or BusUnavailable read again: it may have been stored.
        """
        try:
            return await self._store(key, value, {headers.EXPECTED_REVISION: str(revision)})
        except Conflict:
            return None

    async def delete(self, key: str) -> None:
        """Remove the value; watchers see a deleted entry."""
        await self._store(key, b"", {headers.OPERATION: "DEL"})

    async def keys(self, prefix: str = "") -> list[str]:
        """Return the keys that have a value, all or those below `prefix`."""
        found: list[str] = []
        complete = asyncio.Event()

        def collect(entry: Entry | None) -> None:
            if entry is None:
                complete.set()
            elif not entry.deleted:
                found.append(entry.key)

        watch = await self._storage.watch(
            self._bucket, collect, pattern=_pattern(prefix), only_keys=True
        )
        try:
            await complete.wait()
        finally:
            await watch.stop()
        return sorted(set(found))

    async def watch(self, handler: Watcher, *, prefix: str = "") -> Watch:
        """Hand over every value below `prefix`, then None once, then changes as they happen.

        Of changes in quick succession only the newest may come: the bucket keeps no other.
        After the line was down the values come again, and keys that vanished meanwhile as deleted:
        handlers must not mind to see a value twice.
        """
        return await self._storage.watch(
            self._bucket, handler, pattern=_pattern(prefix), only_keys=False
        )

    async def _store(self, key: str, value: bytes, extra: Mapping[str, str]) -> int:
        subject = subjects.value(self._bucket, key)
        return (await self._storage.append(subject, value, headers=extra)).sequence


def _pattern(prefix: str) -> str:
    trimmed = prefix.rstrip(".")
    return f"{trimmed}.>" if trimmed else ">"
