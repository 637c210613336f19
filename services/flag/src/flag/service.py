"""Commands and queries about flags: one method per rpc."""

from chassis import Clock, now
from chassis.cursors import decode, encode
from chassis.pages import page_of
from contracts.flag import v1
from flags import Flags

from flag import drafts, making, rules, search
from flag.changing import Changing
from flag.checking import dependants
from flag.documents import FlagDocument
from flag.store import FlagStore
from flag.usage.store import UsageStore
from flag.visibility import sees_everything, shown

_PAGE = 50


class FlagService(v1.FlagService):
    """Flags from creation to removal."""

    def __init__(
        self,
        store: FlagStore,
        changing: Changing,
        usage: UsageStore,
        flags: Flags,
        *,
        is_reviewed: bool,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._changing = changing
        self._usage = usage
        self._flags = flags
        self._is_reviewed = is_reviewed
        self._clock = clock

    async def create_flag(self, request: v1.CreateFlagRequest) -> v1.CreateFlagResponse:
        """Where flags are reviewed, a new one is off: it decides nothing yet."""
        flag = making.flag_of(request, now=self._clock())
        if flag.state != "off":
            rules.ensure_unreviewed(is_reviewed=self._is_reviewed, changes=["state"])
        note = request.note or ""
        if not await self._changing.create(flag, note=note):
            flag = await self._changing.revive(flag, note=note)
        return v1.CreateFlagResponse(flag=await self._store.get_of_all(flag.key))

    async def get_flag(self, request: v1.GetFlagRequest) -> v1.GetFlagResponse:
        """Scope, rules and history are for operators."""
        flag = await self._store.get_of_all(request.key)
        if sees_everything():
            flag.usage = (await self._usage.of_all([flag])).get(flag.key)
        return v1.GetFlagResponse(flag=shown(flag))

    async def list_flags(self, request: v1.ListFlagsRequest) -> v1.ListFlagsResponse:
        """Page by key; the counts are for the same words and tag in every state."""
        words = search.words(request.q or "")
        limit = request.limit or _PAGE
        after = str(decode(request.cursor, kinds=(str,))[0]) if request.cursor else ""
        told = sees_everything()
        stale = await self._usage.stale_of_all() if request.stale and told else None
        found = await self._store.page_of_all(
            state=request.state,
            tag=request.tag,
            words=words,
            among=stale,
            after=after,
            limit=limit + 1,
        )
        items, next_cursor = page_of(found, limit=limit, cursor=lambda last: encode(last.key))
        usage = await self._usage.of_all(items) if told else {}
        for flag in items:
            flag.usage = usage.get(flag.key)
        counts = await self._store.counts_of_all(words=words, tag=request.tag)
        return v1.ListFlagsResponse(
            items=[shown(flag) for flag in items], next_cursor=next_cursor, counts=counts
        )

    async def update_flag(self, request: v1.UpdateFlagRequest) -> v1.UpdateFlagResponse:
        """Fields that were not sent stay; a version that isn't the newest is refused."""
        draft, note = drafts.draft_of(request), request.note or ""
        is_kill = rules.is_kill(draft.state, note)
        # A kill waits for nobody; what comes with it does.
        deciding = draft.model_fields_set - ({"state"} if is_kill else set())
        rules.ensure_unreviewed(is_reviewed=self._is_reviewed, changes=deciding)

        def edit(flag: FlagDocument) -> None:
            rules.ensure_version(flag.key, expected=request.version, stored=flag.version)
            drafts.apply(draft, flag)

        flag = await self._changing.change(
            request.key,
            edit,
            verb=rules.KILLED if is_kill else "updated",
            note=note,
        )
        return v1.UpdateFlagResponse(flag=flag)

    async def kill_flag(self, request: v1.KillFlagRequest) -> v1.KillFlagResponse:
        """Idempotent: killing what is dead changes nothing."""
        flag = await self._changing.kill(request.key, note=request.reason)
        return v1.KillFlagResponse(flag=flag)

    async def delete_flag(self, request: v1.DeleteFlagRequest) -> v1.DeleteFlagResponse:
        """Where flags are reviewed, only one that is off already may go."""
        rules.ensure_unneeded(request.key, dependants(request.key, self._flags.all))
        flag = await self._store.get_of_all(request.key)
        if flag.state != "off":
            rules.ensure_unreviewed(is_reviewed=self._is_reviewed, changes=["state"])
        flag = await self._changing.remove(request.key, note=request.note or "")
        return v1.DeleteFlagResponse(flag=flag)
