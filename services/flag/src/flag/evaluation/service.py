"""Questions about what flags decide: one method per rpc."""

from collections.abc import Mapping
from typing import Any

from bus import current_actor
from chassis import Clock, now
from chassis.cursors import decode, encode
from chassis.faults import database_deadline
from contracts.faults import Malformed
from contracts.flag import v1
from contracts.platform.v1 import FieldError
from contracts.wire import NotProtoJson
from contracts.wire import decode as decode_json
from flags import Flags, Subject
from flags.asking import subject_for
from flags.refusals import FlagRefused

from flag import drafts
from flag.checking import check
from flag.evaluation.preview import preview
from flag.evaluation.rewinding import as_of
from flag.rules import malformed
from flag.store import FlagStore
from flag.usage.store import UsageStore

_PAGE = 100


class ContextMalformed(Malformed):
    """The context is no JSON object."""

    reason = "context_malformed"


class EvaluationService(v1.EvaluationService):
    """What flags decide for tenants."""

    def __init__(
        self, store: FlagStore, usage: UsageStore, flags: Flags, *, clock: Clock = now
    ) -> None:
        self._store = store
        self._usage = usage
        self._flags = flags
        self._clock = clock

    async def evaluate_flags(self, request: v1.EvaluateFlagsRequest) -> v1.EvaluateFlagsResponse:
        """Others' tenants don't exist for a member: the same 404 as for none."""
        subject = await self._subject(request.tenant_slug, request.context)
        return v1.EvaluateFlagsResponse(values=self._flags.all.values(subject))

    async def explain_flag(self, request: v1.ExplainFlagRequest) -> v1.ExplainFlagResponse:
        """Ask the same questions as evaluation does, in words."""
        subject = await self._subject(request.tenant_slug, _object(request.context))
        flag = await self._store.get_of_all(request.key)
        if request.at is not None:
            flag = as_of(flag, request.at, now=self._clock())
        try:
            evaluation, steps = self._flags.all.with_draft(flag).explain(subject)
        except FlagRefused as refused:
            raise malformed(refused) from None
        return v1.ExplainFlagResponse(
            value=evaluation.value,
            variant=evaluation.variant,
            reason=evaluation.reason,
            rule=evaluation.rule,
            revision=flag.revision,
            environment=self._flags.environment or "",
            trace=[
                v1.TraceStep(rule=step.rule, detail=step.detail, matched=step.matched)
                for step in steps
            ],
        )

    async def preview_flag(self, request: v1.PreviewFlagRequest) -> v1.PreviewFlagResponse:
        """Nothing is saved, and what couldn't be saved is refused alike."""
        flag = await self._store.get_of_all(request.key)
        draft = drafts.drafted(request.draft, flag)
        check(draft, self._flags.all)
        found = preview(flag, draft, self._flags)
        after = str(decode(request.cursor, kinds=(str,))[0]) if request.cursor else ""
        left = [flip for flip in found.flips if flip.tenant_slug > after]
        page = left[: request.limit or _PAGE]
        return v1.PreviewFlagResponse(
            items=page,
            next_cursor=encode(page[-1].tenant_slug) if len(left) > len(page) else None,
            counts=found.counts,
            digest=found.digest,
            revision=flag.revision,
        )

    async def report_usage(self, request: v1.ReportUsageRequest) -> v1.ReportUsageResponse:
        """Counts of flags that are gone meanwhile are kept: they may come back."""
        # Also called from beside the service, where nobody names the database's failures.
        with database_deadline():
            await self._usage.add_to_all(request.counts)
        return v1.ReportUsageResponse()

    async def _subject(self, slug: str, context: Mapping[str, Any]) -> Subject:
        return await subject_for(current_actor(), self._flags, slug, context)


def _object(text: str | None) -> Mapping[str, Any]:
    try:
        value = decode_json(text) if text else {}
    except NotProtoJson as refused:
        raise _malformed(f"is not JSON: {refused}") from None
    if not isinstance(value, dict):
        raise _malformed("must be a JSON object")
    return value


def _malformed(message: str) -> ContextMalformed:
    return ContextMalformed(
        "The context can't be read.", errors=[FieldError(field="context", message=message)]
    )
