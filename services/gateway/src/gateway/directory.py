"""A mirror of who is who: people, API keys and tenants of the KV bucket `directory`, in memory."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import lru_cache, partial
from typing import Any

import structlog
from bus import Connection, Entry
from chassis.awaiting import until_there
from chassis.directory import BUCKET, actor_key, api_key_key, tenant_key
from contracts.faults import Fault, Unavailable
from contracts.tenant.v1 import ActorRecord, ApiKeyRecord, TenantRecord
from pydantic import ValidationError

log = structlog.get_logger()

_PROOF_SECONDS = 5.0


def _person(value: bytes) -> ActorRecord | None:
    record = ActorRecord.read(value)
    return None if record.gone else record


def _status(value: bytes) -> str:
    return TenantRecord.read(value).status


# What is kept of each kind of record, by the beginning of its key.
_KINDS: dict[str, Callable[[bytes], Any]] = {
    "actor": _person,
    "apikey": ApiKeyRecord.read,
    # Of tenants no more than this: there may be many.
    "tenant": _status,
}


# The same few people ask again and again.
_key = lru_cache(maxsize=50_000)(actor_key)


class DirectoryLoading(Unavailable):
    """Nobody can be recognised before the directory has been read once."""

    reason = "directory_loading"


class DirectoryStale(Unavailable):
    """Cut off for too long to know whose rights were taken away meanwhile."""

    reason = "directory_stale"


class Directory:
    """Follows the bucket: a revocation counts as soon as its value arrives, in milliseconds.

    Without the bus the mirror is believed for `stale_seconds`, then nobody is: fail closed.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        stale_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connection = connection
        self._stale_seconds = stale_seconds
        self._clock = clock
        self._records: dict[str, Any] = {}
        self._unread = set(_KINDS)
        self._proven_at = clock()

    def actor(self, issuer: str, subject: str) -> ActorRecord | None:
        """Return the person's record, None when the directory doesn't know them."""
        record: ActorRecord | None = self._find(_key(issuer, subject))
        return record

    def api_key(self, secret: str) -> ApiKeyRecord | None:
        """Return the record of the key with this secret, None when there is none."""
        record: ApiKeyRecord | None = self._find(api_key_key(secret))
        return record

    def status_of(self, tenant: str) -> str:
        """Return the tenant's status; empty when the directory doesn't know it."""
        status: str | None = self._find(tenant_key(tenant))
        return status or ""

    @property
    def is_loaded(self) -> bool:
        """Say whether anybody can be recognised."""
        return not self._unread

    def _find(self, key: str) -> Any:
        if self._unread:
            raise DirectoryLoading("The directory is being read.", retry_after_seconds=1)
        if self._clock() - self._proven_at > self._stale_seconds:
            raise DirectoryStale("The directory can't be followed.", retry_after_seconds=5)
        return self._records.get(key)

    async def follow(self) -> None:
        """Read everything, then every change, and keep proving that the line is alive."""
        bucket = self._connection.key_value(BUCKET)
        async with AsyncExitStack() as watches:
            for kind in _KINDS:
                see = partial(self._see, kind)
                watch = await until_there("directory", partial(bucket.watch, see, prefix=kind))
                watches.push_async_callback(watch.stop)
            while True:
                await self.prove()
                await asyncio.sleep(min(_PROOF_SECONDS, self._stale_seconds / 4))

    async def prove(self) -> None:
        """Ask the server for a sign of life: changes come over the same line, before it."""
        try:
            async with asyncio.timeout(_PROOF_SECONDS):
                await self._connection.flush()
        except (Fault, TimeoutError):
            return
        if self._connection.is_connected:
            self._proven_at = self._clock()

    def _see(self, kind: str, entry: Entry | None) -> None:
        if entry is None:
            self._unread.discard(kind)
            if self.is_loaded:
                log.info("directory_loaded", records=len(self._records))
            return
        self._records.pop(entry.key, None)
        if entry.deleted:
            return
        try:
            self._records[entry.key] = _KINDS[kind](entry.value)
        except ValidationError:
            # Unknown then, rather than what they were: the tenant service says who they are.
            log.exception("directory_value_malformed", key=entry.key, revision=entry.revision)
