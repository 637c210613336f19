"""Sinks: one method per rpc."""

from collections.abc import Callable, Sequence

from chassis import Clock, OutboxEntry, as_contract, now
from contracts.audit import v1

from audit.following.follower import Follower
from audit.forwarding.documents import SinkDocument
from audit.forwarding.editing import Editing
from audit.forwarding.faults import SinkStale
from audit.forwarding.health import health_of
from audit.forwarding.history import SinkHistory
from audit.forwarding.probing import probe
from audit.forwarding.store import PlaceStore, SinkStore


class SinkService(v1.SinkService):
    """What operators do to sinks; who forwards follows it within a second."""

    def __init__(
        self,
        store: SinkStore,
        places: PlaceStore,
        editing: Editing,
        history: SinkHistory,
        follower: Follower,
        *,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._places = places
        self._editing = editing
        self._history = history
        self._follower = follower
        self._clock = clock

    async def list_sinks(self, _request: v1.ListSinksRequest) -> v1.ListSinksResponse:
        """There are few, so there are no pages."""
        sinks = sorted(await self._store.all_kept(), key=lambda one: (one.name, one.id))
        return v1.ListSinksResponse(items=await self._shown(*sinks))

    async def get_sink(self, request: v1.GetSinkRequest) -> v1.GetSinkResponse:
        """With how it does."""
        (sink,) = await self._shown(await self._store.one_of_all(request.id))
        return v1.GetSinkResponse(sink=sink)

    async def create_sink(self, request: v1.CreateSinkRequest) -> v1.CreateSinkResponse:
        """Its place in the log is decided now, whenever forwarding begins."""
        if request.since is None:
            start = (await self._follower.now()).index
        else:
            start = await self._follower.before(request.since)
        sink, ours = self._editing.made(request, start=start)
        await self._store.insert_in_all(sink, [self._history.of("created", sink)])
        (shown,) = await self._shown(sink)
        return v1.CreateSinkResponse(sink=shown, secret=ours)

    async def update_sink(self, request: v1.UpdateSinkRequest) -> v1.UpdateSinkResponse:
        """Its kind stays: another kind is another sink."""

        def decide(sink: SinkDocument) -> Sequence[OutboxEntry]:
            if request.version != sink.version:
                raise SinkStale(f"The sink is at version {sink.version}: read it again.")
            changed = self._editing.edit(sink, request)
            return [self._history.of("updated", sink, {"fields": changed})] if changed else []

        return v1.UpdateSinkResponse(sink=await self._changed(request.id, decide))

    async def delete_sink(self, request: v1.DeleteSinkRequest) -> v1.DeleteSinkResponse:
        """Its secret goes at once."""

        def decide(sink: SinkDocument) -> Sequence[OutboxEntry]:
            sink.is_removed, sink.wrapped, sink.master = True, None, None
            return [self._history.of("removed", sink)]

        shown = await self._changed(request.id, decide)
        await self._places.remove_in_all(shown.id)
        return v1.DeleteSinkResponse(sink=shown)

    async def pause_sink(self, request: v1.PauseSinkRequest) -> v1.PauseSinkResponse:
        """Idempotent."""

        def decide(sink: SinkDocument) -> Sequence[OutboxEntry]:
            if sink.paused:
                return []
            sink.paused, sink.reason = True, request.reason or ""
            sink.updated_at = self._clock()
            return [self._history.of("paused", sink, _why(sink.reason))]

        return v1.PauseSinkResponse(sink=await self._changed(request.id, decide))

    async def resume_sink(self, request: v1.ResumeSinkRequest) -> v1.ResumeSinkResponse:
        """Idempotent."""

        def decide(sink: SinkDocument) -> Sequence[OutboxEntry]:
            if not sink.paused:
                return []
            sink.paused, sink.reason, sink.updated_at = False, "", self._clock()
            return [self._history.of("resumed", sink)]

        return v1.ResumeSinkResponse(sink=await self._changed(request.id, decide))

    async def replay_sink(self, request: v1.ReplaySinkRequest) -> v1.ReplaySinkResponse:
        """What it has already, it gets again; receivers dedupe by id."""
        start = await self._follower.before(request.since)

        def decide(sink: SinkDocument) -> Sequence[OutboxEntry]:
            sink.start, sink.starts = start, sink.starts + 1
            sink.updated_at = self._clock()
            told = {"since": request.since.isoformat(), "index": start}
            return [self._history.of("replayed", sink, told)]

        return v1.ReplaySinkResponse(sink=await self._changed(request.id, decide))

    async def probe_sink(self, request: v1.ProbeSinkRequest) -> v1.ProbeSinkResponse:
        """Also a paused one; its place in the log stays."""
        sink = await self._store.one_of_all(request.id)
        probed = await probe(self._editing.stream(sink), now=self._clock())

        def decide(tested: SinkDocument) -> Sequence[OutboxEntry]:
            told = {"error": probed.error}
            return [self._history.of("tested", tested, told, outcome=probed.outcome)]

        await self._store.change_in_all(request.id, decide)
        return v1.ProbeSinkResponse(
            delivered=not probed.error, error=probed.error, milliseconds=probed.milliseconds
        )

    async def _changed(
        self, identity: str, decide: Callable[[SinkDocument], Sequence[OutboxEntry]]
    ) -> v1.Sink:
        (shown,) = await self._shown(await self._store.change_in_all(identity, decide))
        return shown

    async def _shown(self, *sinks: SinkDocument) -> list[v1.Sink]:
        places = await self._places.all_places()
        last = (await self._follower.now()).index
        shown = []
        for sink in sinks:
            one = as_contract(v1.Sink, sink.storable())
            one.health = health_of(sink, places.get(sink.id), last=last)
            shown.append(one)
        return shown


def _why(reason: str) -> dict[str, str]:
    return {"reason": reason} if reason else {}
