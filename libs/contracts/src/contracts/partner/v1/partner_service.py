"""Commands and queries about partners.

Generated from proto-schemas/partner/v1/partner_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.partner.v1.partner import Partner, PartnerBilling, PartnerContact
from contracts.platform.v1.money import Money
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Double, Hostname, Int32, Number, Timestamp


class CreatePartnerRequest(Message):
    """What a new partner needs."""

    slug: Annotated[
        str,
        Field(
            pattern="^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            description=(
                "Short name: a DNS label of 1 to 63 lower-case letters, digits and inner hyphens."
            ),
        ),
    ]

    name: Annotated[str, Field(min_length=1, max_length=200, description="Display name.")]

    domain: Annotated[
        Hostname | None, NullRefused(), Field(description="The partner's own domain.")
    ] = None

    margin_pct: Annotated[
        float | None,
        NullRefused(),
        Field(
            alias="marginPct",
            ge=0.0,
            le=100.0,
            description=(
                "The partner's share of the revenue, in percent: 0 to 100, two decimals; 0 when "
                "left out."
            ),
        ),
        Number,
    ] = None

    contact: Annotated[
        PartnerContact | None, NullRefused(), Field(description="Whom to talk to.")
    ] = None

    billing: Annotated[
        PartnerBilling | None, NullRefused(), Field(description="Where bills go.")
    ] = None


class CreatePartnerResponse(Message):
    """The created partner."""

    partner: Annotated[Partner, Field(description="As stored.")]


class GetPartnerRequest(Message):
    """Which partner to read."""

    slug: Annotated[str, Field(min_length=1, description="Its slug.")]


class GetPartnerResponse(Message):
    """The partner asked for."""

    partner: Annotated[Partner, Field(description="As stored.")]


class ListPartnersRequest(Message):
    """Which partners to list."""

    status: Annotated[
        Literal["active", "terminated"] | None,
        NullRefused(),
        Field(description="Only partners in this status; all when left out."),
    ] = None

    cursor: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Where the previous page ended."),
    ] = None

    limit: Annotated[
        int | None,
        NullRefused(),
        Field(ge=1, le=200, description="Page size; 50 when left out."),
        Number,
    ] = None


class PartnerOverview(Message):
    """A partner and what it brings."""

    partner: Annotated[Partner, Field(description="The partner.")]

    customers: Annotated[
        Int32, Field(description="How many tenants it resells to; deleted ones aren't counted.")
    ] = 0

    monthly_revenue: Annotated[
        list[Money],
        Field(alias="monthlyRevenue", description="What they bring in a month, for each currency."),
    ] = []


class ListPartnersResponse(Message):
    """One page of partners."""

    items: Annotated[list[PartnerOverview], Field(description="The page, ordered by slug.")] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class UpdatePartnerRequest(Message):
    """What to change. Absent fields stay as they are."""

    slug: Annotated[str, Field(min_length=1, description="Its slug.")]

    version: Annotated[
        int, Field(ge=1, le=2147483647, description="The version the change is based on."), Number
    ]

    name: Annotated[
        str | None,
        NullRefused(),
        Field(min_length=1, max_length=200, description="New display name."),
    ] = None

    domain: Annotated[Hostname | None, Field(description="New domain.")] = None

    margin_pct: Annotated[
        float | None,
        NullRefused(),
        Field(
            alias="marginPct",
            ge=0.0,
            le=100.0,
            description="New share, in percent; counts from now on.",
        ),
        Number,
    ] = None

    contact: Annotated[
        PartnerContact | None, Field(description="New contact, replacing the whole old one.")
    ] = None

    billing: Annotated[
        PartnerBilling | None,
        Field(description="New billing address, replacing the whole old one."),
    ] = None


class UpdatePartnerResponse(Message):
    """The changed partner."""

    partner: Annotated[Partner, Field(description="As stored.")]


class TerminatePartnerRequest(Message):
    """Whose contract to end."""

    slug: Annotated[str, Field(min_length=1, description="Its slug.")]

    detach: Annotated[Boolean, Field(description="Detach its tenants as well.")] = False

    reason: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Why; kept on the audit timeline."),
    ] = None


class TerminatePartnerResponse(Message):
    """The ended contract."""

    partner: Annotated[Partner, Field(description="As stored.")]

    attached: Annotated[list[str], Field(description="Tenants still attached, by slug.")] = []

    detached: Annotated[
        list[str], Field(description="Tenants detached by this call, by slug.")
    ] = []


class ReinstatePartnerRequest(Message):
    """Whose contract to put in force again."""

    slug: Annotated[str, Field(min_length=1, description="Its slug.")]


class ReinstatePartnerResponse(Message):
    """The partner in force."""

    partner: Annotated[Partner, Field(description="As stored.")]


class GetMarginReportRequest(Message):
    """Whose margin, and in which month."""

    slug: Annotated[str, Field(min_length=1, description="The partner's slug.")]

    month: Annotated[
        str | None,
        NullRefused(),
        Field(
            pattern="^[0-9]{4}-(0[1-9]|1[0-2])$",
            description="The month, e.g. 2026-10; the current one when left out.",
        ),
    ] = None

    cursor: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Where the previous page ended."),
    ] = None

    limit: Annotated[
        int | None,
        NullRefused(),
        Field(ge=1, le=1000, description="Rows in a page; 200 when left out."),
        Number,
    ] = None


class MarginRow(Message):
    """One tenant's line."""

    tenant_slug: Annotated[str, Field(alias="tenantSlug", description="The tenant.")] = ""

    tenant_name: Annotated[str, Field(alias="tenantName", description="Its name.")] = ""

    revenue: Annotated[Money, Field(description="What it brought in a month.")]

    margin: Annotated[
        Money, Field(description="The partner's share of it, rounded half up to a minor unit.")
    ]


class MarginTotal(Message):
    """The sum of one currency's lines."""

    revenue: Annotated[Money, Field(description="What the tenants brought in a month.")]

    margin: Annotated[Money, Field(description="The partner's share: the sum of the rows' shares.")]


class GetMarginReportResponse(Message):
    """A partner's margin in one month."""

    partner_slug: Annotated[str, Field(alias="partnerSlug", description="The partner.")] = ""

    month: Annotated[str, Field(description="The month.")] = ""

    as_of: Annotated[
        Timestamp,
        Field(
            alias="asOf",
            description="The moment the figures are of: the month's end, or now in the current month.",
        ),
    ]

    margin_pct: Annotated[
        Double,
        Field(alias="marginPct", description="The partner's share at that moment, in percent."),
    ] = 0.0

    rows: Annotated[list[MarginRow], Field(description="One page of rows, by tenant.")] = []

    totals: Annotated[
        list[MarginTotal],
        Field(description="The sums over all rows of all pages, for each currency."),
    ] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for more rows; absent on the last page."
        ),
    ] = None


class PartnerService(Protocol):
    """Partners and their contracts."""

    @abstractmethod
    async def create_partner(self, request: CreatePartnerRequest) -> CreatePartnerResponse:
        """Create a partner. A taken slug is a conflict."""
        ...

    @abstractmethod
    async def get_partner(self, request: GetPartnerRequest) -> GetPartnerResponse:
        """Read one partner."""
        ...

    @abstractmethod
    async def list_partners(self, request: ListPartnersRequest) -> ListPartnersResponse:
        """List partners by slug, with their customers and what these bring in a month."""
        ...

    @abstractmethod
    async def update_partner(self, request: UpdatePartnerRequest) -> UpdatePartnerResponse:
        """Change a partner. Absent fields stay, null clears where it may."""
        ...

    @abstractmethod
    async def terminate_partner(self, request: TerminatePartnerRequest) -> TerminatePartnerResponse:
        """End a partner's contract: it takes no new tenants. Those it has stay, unless detached
        with it.
        """
        ...

    @abstractmethod
    async def reinstate_partner(self, request: ReinstatePartnerRequest) -> ReinstatePartnerResponse:
        """Put an ended contract in force again. What was detached stays detached."""
        ...

    @abstractmethod
    async def get_margin_report(self, request: GetMarginReportRequest) -> GetMarginReportResponse:
        """Report a partner's margin in one month, tenant by tenant."""
        ...


CREATE_PARTNER: Rpc[CreatePartnerRequest, CreatePartnerResponse] = Rpc(
    service="partner",
    version="v1",
    interface="PartnerService",
    name="create_partner",
    subject="rpc.partner.v1.create_partner",
    request=CreatePartnerRequest,
    reply=CreatePartnerResponse,
    http=HttpRule(method="POST", path="/partners", body="*", response_body="partner"),
    access=("operator",),
    audit=("partner.created",),
    changes=True,
    summary="Create a partner.",
    description="Create a partner. A taken slug is a conflict.",
    headers={},
)


GET_PARTNER: Rpc[GetPartnerRequest, GetPartnerResponse] = Rpc(
    service="partner",
    version="v1",
    interface="PartnerService",
    name="get_partner",
    subject="rpc.partner.v1.get_partner",
    request=GetPartnerRequest,
    reply=GetPartnerResponse,
    http=HttpRule(method="GET", path="/partners/{slug}", body="", response_body="partner"),
    access=("operator", "partner"),
    audit=(),
    changes=False,
    summary="Read one partner.",
    description="Read one partner.",
    headers={},
)


LIST_PARTNERS: Rpc[ListPartnersRequest, ListPartnersResponse] = Rpc(
    service="partner",
    version="v1",
    interface="PartnerService",
    name="list_partners",
    subject="rpc.partner.v1.list_partners",
    request=ListPartnersRequest,
    reply=ListPartnersResponse,
    http=HttpRule(method="GET", path="/partners", body="", response_body=""),
    access=("operator", "partner"),
    audit=(),
    changes=False,
    summary="List partners by slug, with their customers and what these bring in a month.",
    description="List partners by slug, with their customers and what these bring in a month.",
    headers={},
)


UPDATE_PARTNER: Rpc[UpdatePartnerRequest, UpdatePartnerResponse] = Rpc(
    service="partner",
    version="v1",
    interface="PartnerService",
    name="update_partner",
    subject="rpc.partner.v1.update_partner",
    request=UpdatePartnerRequest,
    reply=UpdatePartnerResponse,
    http=HttpRule(method="PATCH", path="/partners/{slug}", body="*", response_body="partner"),
    access=("operator",),
    audit=("partner.updated",),
    changes=True,
    summary="Change a partner.",
    description="Change a partner. Absent fields stay, null clears where it may.",
    headers={"version": "If-Match"},
)


TERMINATE_PARTNER: Rpc[TerminatePartnerRequest, TerminatePartnerResponse] = Rpc(
    service="partner",
    version="v1",
    interface="PartnerService",
    name="terminate_partner",
    subject="rpc.partner.v1.terminate_partner",
    request=TerminatePartnerRequest,
    reply=TerminatePartnerResponse,
    http=HttpRule(method="DELETE", path="/partners/{slug}", body="", response_body=""),
    access=("operator",),
    audit=("partner.terminated",),
    changes=True,
    summary="End a partner's contract: it takes no new tenants.",
    description=(
        "End a partner's contract: it takes no new tenants. Those it has stay, unless "
        "detached with it."
    ),
    headers={},
)


REINSTATE_PARTNER: Rpc[ReinstatePartnerRequest, ReinstatePartnerResponse] = Rpc(
    service="partner",
    version="v1",
    interface="PartnerService",
    name="reinstate_partner",
    subject="rpc.partner.v1.reinstate_partner",
    request=ReinstatePartnerRequest,
    reply=ReinstatePartnerResponse,
    http=HttpRule(
        method="POST", path="/partners/{slug}/reinstate", body="*", response_body="partner"
    ),
    access=("operator",),
    audit=("partner.reinstated",),
    changes=True,
    summary="Put an ended contract in force again.",
    description="Put an ended contract in force again. What was detached stays detached.",
    headers={},
)


GET_MARGIN_REPORT: Rpc[GetMarginReportRequest, GetMarginReportResponse] = Rpc(
    service="partner",
    version="v1",
    interface="PartnerService",
    name="get_margin_report",
    subject="rpc.partner.v1.get_margin_report",
    request=GetMarginReportRequest,
    reply=GetMarginReportResponse,
    http=HttpRule(method="GET", path="/partners/{slug}/margin-report", body="", response_body=""),
    access=("operator", "partner"),
    audit=(),
    changes=False,
    summary="Report a partner's margin in one month, tenant by tenant.",
    description="Report a partner's margin in one month, tenant by tenant.",
    headers={},
)


PARTNER_SERVICE: tuple[AnyRpc, ...] = (
    CREATE_PARTNER,
    GET_PARTNER,
    LIST_PARTNERS,
    UPDATE_PARTNER,
    TERMINATE_PARTNER,
    REINSTATE_PARTNER,
    GET_MARGIN_REPORT,
)


class PartnerServiceClient:
    """Calls PartnerService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def create_partner(self, request: CreatePartnerRequest) -> CreatePartnerResponse:
        """Create a partner. A taken slug is a conflict."""
        return await self._caller.call(CREATE_PARTNER, request)

    async def get_partner(self, request: GetPartnerRequest) -> GetPartnerResponse:
        """Read one partner."""
        return await self._caller.call(GET_PARTNER, request)

    async def list_partners(self, request: ListPartnersRequest) -> ListPartnersResponse:
        """List partners by slug, with their customers and what these bring in a month."""
        return await self._caller.call(LIST_PARTNERS, request)

    async def update_partner(self, request: UpdatePartnerRequest) -> UpdatePartnerResponse:
        """Change a partner. Absent fields stay, null clears where it may."""
        return await self._caller.call(UPDATE_PARTNER, request)

    async def terminate_partner(self, request: TerminatePartnerRequest) -> TerminatePartnerResponse:
        """End a partner's contract: it takes no new tenants. Those it has stay, unless detached
        with it.
        """
        return await self._caller.call(TERMINATE_PARTNER, request)

    async def reinstate_partner(self, request: ReinstatePartnerRequest) -> ReinstatePartnerResponse:
        """Put an ended contract in force again. What was detached stays detached."""
        return await self._caller.call(REINSTATE_PARTNER, request)

    async def get_margin_report(self, request: GetMarginReportRequest) -> GetMarginReportResponse:
        """Report a partner's margin in one month, tenant by tenant."""
        return await self._caller.call(GET_MARGIN_REPORT, request)
