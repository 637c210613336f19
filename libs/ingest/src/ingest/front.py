"""Answers for all sources: whichever ingest service is asked hands the question on."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bus import Client
from contracts.faults import TooLate, Unavailable
from contracts.ingest import v1
from contracts.rpc import Q, R, Rpc

from ingest.rules import SourceNotFound


class Front(v1.IngestService):
    """Caller and deadline travel on; the source's own service decides, and audits."""

    def __init__(self, client: Client, *, sources: Sequence[str]) -> None:
        self._client = client
        self._sources = sorted(sources)

    async def list_sources(self, request: v1.ListSourcesRequest) -> v1.ListSourcesResponse:  # noqa: ARG002
        """A source that nobody answers for is listed as absent."""
        return v1.ListSourcesResponse(items=await asyncio.gather(*map(self._seen, self._sources)))

    async def get_source(self, request: v1.GetSourceRequest) -> v1.GetSourceResponse:
        """Ask the source's service."""
        return await self._asked(request.source, v1.GET_SOURCE, request)

    async def pause_source(self, request: v1.PauseSourceRequest) -> v1.PauseSourceResponse:
        """Ask the source's service."""
        return await self._asked(request.source, v1.PAUSE_SOURCE, request)

    async def resume_source(self, request: v1.ResumeSourceRequest) -> v1.ResumeSourceResponse:
        """Ask the source's service."""
        return await self._asked(request.source, v1.RESUME_SOURCE, request)

    async def replay_source(self, request: v1.ReplaySourceRequest) -> v1.ReplaySourceResponse:
        """Ask the source's service."""
        return await self._asked(request.source, v1.REPLAY_SOURCE, request)

    async def _seen(self, name: str) -> v1.Source:
        try:
            reply = await self._asked(name, v1.GET_SOURCE, v1.GetSourceRequest(source=name))
        except (Unavailable, TooLate) as fault:
            return v1.Source(name=name, state="absent", problem=fault.detail)
        return reply.source

    async def _asked(self, source: str, rpc: Rpc[Q, R], request: Q) -> R:
        if source not in self._sources:
            raise SourceNotFound(f"There is no source {source}.")
        return await self._client.call(own(rpc, source), request)


def own(rpc: Rpc[Q, R], source: str) -> Rpc[Q, R]:
    """Return the rpc as the source's own service answers it: `rpc.ingest_<source>.v1.…`."""
    service = f"ingest_{source}"
    return replace(rpc, service=service, subject=f"rpc.{service}.{rpc.version}.{rpc.name}")
