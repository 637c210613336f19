"""Gives aiohttp only addresses that were checked."""

import socket

from aiohttp.abc import AbstractResolver, ResolveResult

from sinks.guard import Guard


class Resolver(AbstractResolver):
    """What was checked is what is connected to: the name isn't resolved a second time."""

    def __init__(self, guard: Guard, *, is_trusted: bool) -> None:
        self._guard = guard
        self._is_trusted = is_trusted

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Resolve and check."""
        found = await self._guard.resolve(host, is_trusted=self._is_trusted)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
            if family in {socket.AF_UNSPEC, socket.AF_INET6 if ":" in address else socket.AF_INET}
        ]

    async def close(self) -> None:
        """Nothing is held."""
