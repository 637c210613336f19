"""One bucket, read whole and then followed."""

import asyncio
from collections.abc import Callable

import structlog
from bus import Connection, Entry, Watch
from contracts.faults import Fault

log = structlog.get_logger()
_RETRY_SECONDS = 0.5


class Following:
    """Hands over every value below a prefix, then each change."""

    def __init__(
        self, connection: Connection, bucket: str, see: Callable[[Entry], None], *, prefix: str = ""
    ) -> None:
        self._connection = connection
        self._bucket = bucket
        self._see = see
        self._prefix = prefix
        self._loaded = asyncio.Event()
        self._watch: Watch | None = None

    async def start(self) -> None:
        """Return once everything has been read; waits for a bus that isn't there yet."""
        while self._watch is None:
            try:
                bucket = self._connection.key_value(self._bucket)
                self._watch = await bucket.watch(self._handle, prefix=self._prefix)
            except Fault as fault:
                log.warning("flags_awaited", bucket=self._bucket, reason=fault.reason)
                await asyncio.sleep(_RETRY_SECONDS)
        await self._loaded.wait()

    @property
    def is_loaded(self) -> bool:
        """Say whether everything has been read once."""
        return self._loaded.is_set()

    async def stop(self) -> None:
        """Follow no more."""
        if self._watch is not None:
            await self._watch.stop()

    def _handle(self, entry: Entry | None) -> None:
        if entry is None:
            self._loaded.set()
        else:
            self._see(entry)
