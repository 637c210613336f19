"""Questions about what flags decide, and how often they were asked.

Generated from proto-schemas/flag/v1/evaluation_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.flag.v1.draft import Draft
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Int32, Key, Number, Struct, Timestamp, Value


class EvaluateFlagsRequest(Message):
    """For whom to evaluate."""

    tenant_slug: Annotated[str, Field(alias="tenantSlug", min_length=1, description="The tenant.")]

    context: Annotated[
        Struct, Field(description="What rules may ask about beside the tenant; 32 kB at most.")
    ] = {}


class EvaluateFlagsResponse(Message):
    """What every flag decides."""

    values: Annotated[
        dict[Key, Value], Field(description="By key: true or false, or the variant's payload.")
    ] = {}


class ExplainFlagRequest(Message):
    """What to explain."""

    key: Annotated[str, Field(min_length=1, description="The flag.")]

    tenant_slug: Annotated[str, Field(alias="tenantSlug", min_length=1, description="The tenant.")]

    context: Annotated[
        str | None,
        NullRefused(),
        Field(
            description="What rules may ask about beside the tenant, as a JSON object; 32 kB at most."
        ),
    ] = None

    at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(
            description=(
                "The flag as it was then, as far as its history reaches; segments, other flags "
                "and the tenant as they are."
            )
        ),
    ] = None


class TraceStep(Message):
    """One question on the way to a decision."""

    rule: Annotated[str, Field(description="The part of the flag that asks.")] = ""

    detail: Annotated[str, Field(description="What was asked and what was found, in words.")] = ""

    matched: Annotated[Boolean, Field(description="The answer.")] = False


class ExplainFlagResponse(Message):
    """How a flag is decided."""

    value: Annotated[Value, Field(description="What is served.")]

    variant: Annotated[
        str, Field(description="Its variant; on or off when the flag is boolean.")
    ] = ""

    reason: Annotated[str, Field(description="OpenFeature's reason.")] = ""

    rule: Annotated[str, Field(description="The part of the flag that decided.")] = ""

    revision: Annotated[Int32, Field(description="The flag's revision.")] = 0

    environment: Annotated[str, Field(description="The environment of the evaluator.")] = ""

    trace: Annotated[
        list[TraceStep],
        Field(description="Every question in the order asked; the last one decided."),
    ] = []


class PreviewFlagRequest(Message):
    """What to preview."""

    key: Annotated[str, Field(min_length=1, description="The flag.")]

    draft: Annotated[Draft, Field(description="What would change; absent fields stay.")]

    cursor: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Where the previous page ended."),
    ] = None

    limit: Annotated[
        int | None,
        NullRefused(),
        Field(ge=1, le=1000, description="Page size; 100 when left out."),
        Number,
    ] = None


class Flip(Message):
    """One tenant that would be switched."""

    tenant_slug: Annotated[str, Field(alias="tenantSlug", min_length=1, description="Its slug.")]

    tenant_name: Annotated[str, Field(alias="tenantName", description="Its display name.")] = ""

    direction: Annotated[
        Literal["on", "off", "variant"],
        Field(description="on: gets the flag. off: loses it. variant: gets another one."),
    ]

    before: Annotated[str, Field(description="The variant now.")] = ""

    after: Annotated[str, Field(description="The variant then.")] = ""


class PreviewFlagResponse(Message):
    """One page of the tenants that would be switched."""

    items: Annotated[list[Flip], Field(description="The page, ordered by slug.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None

    counts: Annotated[
        dict[Key, Int32],
        Field(
            description="All of them: on, off, variant (another one), and tenants (all that there are)."
        ),
    ] = {}

    digest: Annotated[
        str, Field(description="Names exactly this list: the same list has the same digest.")
    ] = ""

    revision: Annotated[
        Int32, Field(description="The revision that the draft was compared with.")
    ] = 0


class UsageCount(Message):
    """How often one variant of one flag was served."""

    key: Annotated[str, Field(min_length=1, description="The flag.")]

    variant: Annotated[str, Field(min_length=1, description="The variant.")]

    evaluations: Annotated[int, Field(ge=1, le=2147483647, description="How often."), Number]

    last_seen_at: Annotated[Timestamp, Field(alias="lastSeenAt", description="When last.")]


class ReportUsageRequest(Message):
    """What one evaluator has counted."""

    counts: Annotated[
        list[UsageCount], Field(max_length=10000, description="One row for each flag and variant.")
    ] = []


class ReportUsageResponse(Message):
    """Nothing."""


class EvaluationService(Protocol):
    """What flags decide for tenants."""

    @abstractmethod
    async def evaluate_flags(self, request: EvaluateFlagsRequest) -> EvaluateFlagsResponse:
        """Evaluate every flag for a tenant. Members and API keys ask for their own tenants only."""
        ...

    @abstractmethod
    async def explain_flag(self, request: ExplainFlagRequest) -> ExplainFlagResponse:
        """Tell how a flag is decided for a tenant, step by step."""
        ...

    @abstractmethod
    async def preview_flag(self, request: PreviewFlagRequest) -> PreviewFlagResponse:
        """Tell which tenants a draft of a flag would switch, before it is saved."""
        ...

    @abstractmethod
    async def report_usage(self, request: ReportUsageRequest) -> ReportUsageResponse:
        """Add what an evaluator has counted since it last told. Counts are no state: no entry, and
        no harm when told twice.
        """
        ...


EVALUATE_FLAGS: Rpc[EvaluateFlagsRequest, EvaluateFlagsResponse] = Rpc(
    service="flag",
    version="v1",
    interface="EvaluationService",
    name="evaluate_flags",
    subject="rpc.flag.v1.evaluate_flags",
    request=EvaluateFlagsRequest,
    reply=EvaluateFlagsResponse,
    http=HttpRule(method="POST", path="/flags/evaluate", body="*", response_body="values"),
    access=("authenticated", "api_key:flags:evaluate"),
    audit=(),
    changes=False,
    summary="Evaluate every flag for a tenant.",
    description=(
        "Evaluate every flag for a tenant. Members and API keys ask for their own tenants only."
    ),
    headers={},
)


EXPLAIN_FLAG: Rpc[ExplainFlagRequest, ExplainFlagResponse] = Rpc(
    service="flag",
    version="v1",
    interface="EvaluationService",
    name="explain_flag",
    subject="rpc.flag.v1.explain_flag",
    request=ExplainFlagRequest,
    reply=ExplainFlagResponse,
    http=HttpRule(method="GET", path="/flags/{key}/explain", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Tell how a flag is decided for a tenant, step by step.",
    description="Tell how a flag is decided for a tenant, step by step.",
    headers={},
)


PREVIEW_FLAG: Rpc[PreviewFlagRequest, PreviewFlagResponse] = Rpc(
    service="flag",
    version="v1",
    interface="EvaluationService",
    name="preview_flag",
    subject="rpc.flag.v1.preview_flag",
    request=PreviewFlagRequest,
    reply=PreviewFlagResponse,
    http=HttpRule(method="POST", path="/flags/{key}/preview", body="draft", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Tell which tenants a draft of a flag would switch, before it is saved.",
    description="Tell which tenants a draft of a flag would switch, before it is saved.",
    headers={},
)


REPORT_USAGE: Rpc[ReportUsageRequest, ReportUsageResponse] = Rpc(
    service="flag",
    version="v1",
    interface="EvaluationService",
    name="report_usage",
    subject="rpc.flag.v1.report_usage",
    request=ReportUsageRequest,
    reply=ReportUsageResponse,
    http=None,
    access=("internal",),
    audit=(),
    changes=False,
    summary="Add what an evaluator has counted since it last told.",
    description=(
        "Add what an evaluator has counted since it last told. Counts are no state: no "
        "entry, and no harm when told twice."
    ),
    headers={},
)


EVALUATION_SERVICE: tuple[AnyRpc, ...] = (
    EVALUATE_FLAGS,
    EXPLAIN_FLAG,
    PREVIEW_FLAG,
    REPORT_USAGE,
)


class EvaluationServiceClient:
    """Calls EvaluationService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def evaluate_flags(self, request: EvaluateFlagsRequest) -> EvaluateFlagsResponse:
        """Evaluate every flag for a tenant. Members and API keys ask for their own tenants only."""
        return await self._caller.call(EVALUATE_FLAGS, request)

    async def explain_flag(self, request: ExplainFlagRequest) -> ExplainFlagResponse:
        """Tell how a flag is decided for a tenant, step by step."""
        return await self._caller.call(EXPLAIN_FLAG, request)

    async def preview_flag(self, request: PreviewFlagRequest) -> PreviewFlagResponse:
        """Tell which tenants a draft of a flag would switch, before it is saved."""
        return await self._caller.call(PREVIEW_FLAG, request)

    async def report_usage(self, request: ReportUsageRequest) -> ReportUsageResponse:
        """Add what an evaluator has counted since it last told. Counts are no state: no entry, and
        no harm when told twice.
        """
        return await self._caller.call(REPORT_USAGE, request)
