"""The one way a flag is changed, whoever wants it: a person, a schedule, a review, a file."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from chassis import Clock, OutboxEntry, now
from contracts.flag.v1 import Flag
from flags import Flags
from flags.records import flag_key, flag_record

from flag import search
from flag.checking import check
from flag.documents import FlagDocument
from flag.history import History, snapshot
from flag.rules import KILLED
from flag.store import FlagStore

Edit = Callable[[FlagDocument], None]
Announce = Callable[[OutboxEntry], Awaitable[None]]


class Changing:
    """Edits a flag, checks it among the others, and stores it with what that leaves behind."""

    def __init__(
        self,
        store: FlagStore,
        history: History,
        flags: Flags,
        *,
        announce: Announce,
        clock: Clock = now,
    ) -> None:
        """`announce` publishes ahead of the relay's queue, if it can; the relay does anyway."""
        self._store = store
        self._announce = announce
        self._history = history
        self._flags = flags
        self._clock = clock

    async def prime(self) -> None:
        """Know every flag before the first change, whatever the bus has kept of them."""
        async for document in self._store.everything_of_all():
            self._tell(document)

    async def create(
        self, flag: Flag, *, note: str, cause: Mapping[str, Any] | None = None
    ) -> bool:
        """Store a new flag; false when its key has an owner, living or removed."""
        stored = flag.storable() | {"_id": flag.key, "version": 1}
        document = FlagDocument.read_stored(stored)
        self._prepare(document)
        entries = self._history.record("created", document, before=None, note=note, cause=cause)
        created = await self._store.insert(document, entries)
        # Its owner may be of another instance, and not be known here yet.
        owner = document if created else await self._store.document_of_all(flag.key)
        if owner is not None:
            self._tell(owner)
        return created

    async def revive(
        self, flag: Flag, *, note: str, cause: Mapping[str, Any] | None = None
    ) -> Flag:
        """Store a flag under the key of a removed one, whose history it goes on."""

        def edit(document: FlagDocument) -> Sequence[OutboxEntry]:
            kept = {"version", "revision", "history"}
            for name in set(Flag.model_fields) - kept:
                setattr(document, name, getattr(flag, name))
            document.removed_at, document.marks = None, {}
            self._prepare(document)
            return self._history.record("created", document, before=None, note=note, cause=cause)

        return self._tell(await self._store.revive(flag.key, edit))

    async def change(
        self,
        key: str,
        edit: Edit,
        *,
        verb: str = "updated",
        note: str = "",
        cause: Mapping[str, Any] | None = None,
    ) -> Flag:
        """Load, edit, check, save; no difference, no write."""

        def decide(flag: FlagDocument) -> Sequence[OutboxEntry]:
            before = snapshot(flag)
            edit(flag)
            if snapshot(flag) == before:
                return ()
            self._prepare(flag)
            return self._history.record(verb, flag, before=before, note=note, cause=cause)

        document = await self._store.change(key, decide)
        return await self._tell_of_kill(document) if verb == KILLED else self._tell(document)

    async def kill(self, key: str, *, note: str) -> Flag:
        """Switch off, unchecked: nothing that is wrong with a flag may keep it alive."""

        def decide(flag: FlagDocument) -> Sequence[OutboxEntry]:
            before = snapshot(flag)
            flag.state, flag.pct = "off", 0.0
            if snapshot(flag) == before:
                return ()
            return self._history.record(KILLED, flag, before=before, note=note)

        return await self._tell_of_kill(await self._store.change(key, decide))

    async def remove(self, key: str, *, note: str) -> Flag:
        """Take a flag away: it is found no more, and evaluators forget it."""
        removed: list[Flag] = []

        def decide(flag: FlagDocument) -> Sequence[OutboxEntry]:
            removed[:] = [snapshot(flag)]
            flag.removed_at = self._clock()
            return self._history.record("removed", flag, before=removed[0], note=note)

        self._tell(await self._store.change(key, decide))
        return removed[0]

    def _prepare(self, flag: FlagDocument) -> None:
        check(snapshot(flag), self._flags.all)
        flag.search = search.tokens([flag.key, flag.description, flag.owner, *flag.tags])

    async def _tell_of_kill(self, document: FlagDocument) -> Flag:
        """Let everybody know at once: an import's thousand entries may stand in the queue."""
        flag = self._tell(document)
        for record in document.projections():
            await self._announce(record)
        return flag

    def _tell(self, document: FlagDocument) -> Flag:
        """Let this process evaluate at once what it has just written."""
        flag = snapshot(document)
        held = flag if document.removed_at is None else None
        record = flag_record(held, version=document.version)
        self._flags.take(flag_key(document.key), record)
        return flag
