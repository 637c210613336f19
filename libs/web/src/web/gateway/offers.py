"""Which routes the gateway has: pages offer nothing else."""

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

    async def refresh(self) -> None:
        """Read it if it may have changed."""
        if self._now() - self._read_at < _FRESH_SECONDS:
            return
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
