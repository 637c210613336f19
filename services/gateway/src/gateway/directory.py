"""A mirror of who is who: the actors of the KV bucket `directory`, in memory."""

import asyncio
import time
from collections.abc import Callable
from functools import lru_cache, partial

import structlog
from bus import Connection, Entry
from chassis.awaiting import until_there
from chassis.directory import BUCKET, actor_key
from contracts.faults import Fault, Unavailable
from contracts.tenant.v1 import ActorRecord
from pydantic import ValidationError

log = structlog.get_logger()

_PREFIX = "actor"
_PROOF_SECONDS = 5.0


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
        self._records: dict[str, ActorRecord] = {}
        self._loaded = asyncio.Event()
        self._proven_at = clock()

    def find(self, issuer: str, subject: str) -> ActorRecord | None:
        """Return the person's record, None when the directory doesn't know them."""
        if not self._loaded.is_set():
            raise DirectoryLoading("The directory is being read.", retry_after_seconds=1)
        if self._clock() - self._proven_at > self._stale_seconds:
            raise DirectoryStale("The directory can't be followed.", retry_after_seconds=5)
        return self._records.get(_key(issuer, subject))

    @property
    def is_loaded(self) -> bool:
        """Say whether anybody can be recognised."""
        return self._loaded.is_set()

    async def follow(self) -> None:
        """Read everything, then every change, and keep proving that the line is alive."""
        bucket = self._connection.key_value(BUCKET)
        watch = await until_there("directory", partial(bucket.watch, self._see, prefix=_PREFIX))
        try:
            while True:
                await self.prove()
                await asyncio.sleep(min(_PROOF_SECONDS, self._stale_seconds / 4))
        finally:
            await watch.stop()

    async def prove(self) -> None:
        """Ask the server for a sign of life: changes come over the same line, before it."""
        try:
            async with asyncio.timeout(_PROOF_SECONDS):
                await self._connection.flush()
        except (Fault, TimeoutError):
            return
        if self._connection.is_connected:
            self._proven_at = self._clock()

    def _see(self, entry: Entry | None) -> None:
        if entry is None:
            self._loaded.set()
            log.info("directory_loaded", actors=len(self._records))
            return
        self._records.pop(entry.key, None)
        if entry.deleted:
            return
        try:
            self._records[entry.key] = ActorRecord.read(entry.value)
        except ValidationError:
            # Unknown then, rather than what they were: the tenant service says who they are.
            log.exception("directory_value_malformed", key=entry.key, revision=entry.revision)
