"""How many entries there are, of what and when.

Generated from proto-schemas/audit/v1/counting_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Int32, Timestamp


class GetFacetsRequest(Message):
    """Which entries to count; as for the list."""

    since: Annotated[
        Timestamp | None, NullRefused(), Field(description="At or after this time.")
    ] = None

    until: Annotated[Timestamp | None, NullRefused(), Field(description="Before this time.")] = None

    action: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=200,
            pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?$",
            description="An action, exact, or by its beginning: tenant.*",
        ),
    ] = None

    tenant_slug: Annotated[
        str | None,
        NullRefused(),
        Field(alias="tenantSlug", max_length=63, description="A tenant's slug."),
    ] = None

    partner_slug: Annotated[
        str | None,
        NullRefused(),
        Field(alias="partnerSlug", max_length=63, description="A partner's slug."),
    ] = None

    actor_email: Annotated[
        str | None,
        NullRefused(),
        Field(alias="actorEmail", max_length=500, description="An actor's email address."),
    ] = None

    outcome: Annotated[
        Literal["success", "failure", "denied"] | None,
        NullRefused(),
        Field(description="How it ended."),
    ] = None

    source: Annotated[
        str | None, NullRefused(), Field(max_length=63, description="The system it happened in.")
    ] = None

    q: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=500,
            description=(
                "A query: fields (action:tenant.* actor:ann@acme.example tenant:acme "
                "outcome:failure,denied source:authentik at:>2026-11-01), each with a minus to "
                'exclude it, words by their beginnings, and "whole words" in quotes.'
            ),
        ),
    ] = None

    frequent: Annotated[
        Boolean | None,
        NullRefused(),
        Field(description="Also entries so frequent that they are out of sight, like mail flow."),
    ] = None


class FacetValue(Message):
    """A value and how often it occurs; the most frequent come first."""

    value: Annotated[str, Field(description="The value, as filters take it.")] = ""

    entries: Annotated[Int32, Field(description="How many entries have it.")] = 0


class GetFacetsResponse(Message):
    """The counts."""

    actions: Annotated[list[FacetValue], Field(description="By action.")] = []

    sources: Annotated[list[FacetValue], Field(description="By source.")] = []

    actors: Annotated[
        list[FacetValue],
        Field(
            description=(
                "By who acted, by email address or else by name; what no person did isn't among "
                "them."
            )
        ),
    ] = []

    outcomes: Annotated[list[FacetValue], Field(description="By outcome.")] = []

    counted: Annotated[Int32, Field(description="How many entries were counted.")] = 0

    since: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(description="Since when all of them were; absent when there are no older ones."),
    ] = None

    archived_until: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(
            alias="archivedUntil",
            description=(
                "Archived entries aren't counted. If the span has some: when the last of those "
                "happened; absent otherwise."
            ),
        ),
    ] = None


class GetHistogramRequest(Message):
    """Which entries to count; as for the list. Without since: those of the last seven days."""

    since: Annotated[
        Timestamp | None, NullRefused(), Field(description="At or after this time.")
    ] = None

    until: Annotated[Timestamp | None, NullRefused(), Field(description="Before this time.")] = None

    action: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=200,
            pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?$",
            description="An action, exact, or by its beginning: tenant.*",
        ),
    ] = None

    tenant_slug: Annotated[
        str | None,
        NullRefused(),
        Field(alias="tenantSlug", max_length=63, description="A tenant's slug."),
    ] = None

    partner_slug: Annotated[
        str | None,
        NullRefused(),
        Field(alias="partnerSlug", max_length=63, description="A partner's slug."),
    ] = None

    actor_email: Annotated[
        str | None,
        NullRefused(),
        Field(alias="actorEmail", max_length=500, description="An actor's email address."),
    ] = None

    outcome: Annotated[
        Literal["success", "failure", "denied"] | None,
        NullRefused(),
        Field(description="How it ended."),
    ] = None

    source: Annotated[
        str | None, NullRefused(), Field(max_length=63, description="The system it happened in.")
    ] = None

    q: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=500,
            description=(
                "A query: fields (action:tenant.* actor:ann@acme.example tenant:acme "
                "outcome:failure,denied source:authentik at:>2026-11-01), each with a minus to "
                'exclude it, words by their beginnings, and "whole words" in quotes.'
            ),
        ),
    ] = None

    frequent: Annotated[
        Boolean | None,
        NullRefused(),
        Field(description="Also entries so frequent that they are out of sight, like mail flow."),
    ] = None


class HistogramBucket(Message):
    """A span of time and how many entries fall into it."""

    at: Annotated[Timestamp, Field(description="When it begins.")]

    entries: Annotated[Int32, Field(description="How many entries fall into it.")] = 0


class GetHistogramResponse(Message):
    """The counts."""

    buckets: Annotated[
        list[HistogramBucket], Field(description="From the first to the last, none left out.")
    ] = []

    bucket_seconds: Annotated[
        Int32, Field(alias="bucketSeconds", description="How long each lasts.")
    ] = 0

    counted: Annotated[Int32, Field(description="How many entries were counted.")] = 0

    since: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(
            description=(
                "Since when all of them were, if that is later than the first bucket: those "
                "before then are incomplete."
            )
        ),
    ] = None

    archived_until: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(
            alias="archivedUntil",
            description=(
                "Archived entries aren't counted. If the span has some: when the last of those "
                "happened; absent otherwise."
            ),
        ),
    ] = None


class CountingService(Protocol):
    """Counts for the current filter, the newest entries first, and only so many: a reply says
    since when everything was counted.
    """

    @abstractmethod
    async def get_facets(self, request: GetFacetsRequest) -> GetFacetsResponse:
        """Count actions, sources, actors and outcomes."""
        ...

    @abstractmethod
    async def get_histogram(self, request: GetHistogramRequest) -> GetHistogramResponse:
        """Count entries over time."""
        ...


GET_FACETS: Rpc[GetFacetsRequest, GetFacetsResponse] = Rpc(
    service="audit",
    version="v1",
    interface="CountingService",
    name="get_facets",
    subject="rpc.audit.v1.get_facets",
    request=GetFacetsRequest,
    reply=GetFacetsResponse,
    http=HttpRule(method="GET", path="/audit/facets", body="", response_body=""),
    access=("operator", "partner", "tenant_admin"),
    audit=(),
    changes=False,
    summary="Count actions, sources, actors and outcomes.",
    description="Count actions, sources, actors and outcomes.",
    headers={},
)


GET_HISTOGRAM: Rpc[GetHistogramRequest, GetHistogramResponse] = Rpc(
    service="audit",
    version="v1",
    interface="CountingService",
    name="get_histogram",
    subject="rpc.audit.v1.get_histogram",
    request=GetHistogramRequest,
    reply=GetHistogramResponse,
    http=HttpRule(method="GET", path="/audit/histogram", body="", response_body=""),
    access=("operator", "partner", "tenant_admin"),
    audit=(),
    changes=False,
    summary="Count entries over time.",
    description="Count entries over time.",
    headers={},
)


COUNTING_SERVICE: tuple[AnyRpc, ...] = (
    GET_FACETS,
    GET_HISTOGRAM,
)


class CountingServiceClient:
    """Calls CountingService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def get_facets(self, request: GetFacetsRequest) -> GetFacetsResponse:
        """Count actions, sources, actors and outcomes."""
        return await self._caller.call(GET_FACETS, request)

    async def get_histogram(self, request: GetHistogramRequest) -> GetHistogramResponse:
        """Count entries over time."""
        return await self._caller.call(GET_HISTOGRAM, request)
