"""Which routes the gateway has: pages offer nothing else."""

import asyncio
import re
from collections.abc import Callable

import aiohttp
import structlog
from contracts.rpc import AnyRpc

log = structlog.get_logger()
_FRESH_SECONDS = 60.0
_TIMEOUT = aiohttp.ClientTimeout(total=5)
_PLACE = re.compile(r"\{\w+\}")


class Offers:
    """Reads the gateway's description now and then; an outage keeps what was known."""

    def __init__(self, http: aiohttp.ClientSession, *, now: Callable[[], float]) -> None:
        self._http = http
        self._now = now
        self._routes: frozenset[tuple[str, str]] = frozenset()
        self._read_at = float("-inf")
        self._reading: asyncio.Task[None] | None = None

    async def refresh(self) -> None:
        """Read it if it may have changed; only where nothing is known yet somebody waits for it."""
        if self._routes and self._now() - self._read_at < _FRESH_SECONDS:
            return
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read())
        if not self._routes:
            # Shared: whoever goes away leaves the others their answer.
            await asyncio.shield(self._reading)

    async def aclose(self) -> None:
        """End what is under way."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    async def _read(self) -> None:
        self._read_at = self._now()
        try:
            async with self._http.get("/openapi.json", timeout=_TIMEOUT) as response:
                paths = (await response.json())["paths"]
                self._routes = frozenset(
                    (method.upper(), _plain(path)) for path, on in paths.items() for method in on
                )
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, LookupError):
            log.warning("gateway_not_described")
            self._read_at = float("-inf")

    def has(self, rpc: AnyRpc) -> bool:
        """Say whether the rpc is a route there."""
        return rpc.http is not None and self.has_route(rpc.http.method, rpc.http.path)

    def has_route(self, method: str, path: str) -> bool:
        """Say whether there is such a route, whatever its places are called."""
        return (method, _plain(path)) in self._routes


def _plain(path: str) -> str:
    return _PLACE.sub("{}", path)
