"""Commands and queries about subscriptions, and what they bring.

Generated from proto-schemas/tenant/v1/subscription_service.proto by generate.py: edits are
lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.platform.v1.money import Money
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Int32, Number, Timestamp
from contracts.tenant.v1.subscription import Subscription, SubscriptionChange


class CreateSubscriptionRequest(Message):
    """What a new subscription needs."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    plan: Annotated[
        Literal["starter", "business", "enterprise"] | None,
        NullRefused(),
        Field(description="The plan that is billed; the tenant's own when left out."),
    ] = None

    seats: Annotated[int, Field(ge=1, le=100000, description="How many people it is for."), Number]

    unit_price: Annotated[
        Money, Field(alias="unitPrice", description="The price of one seat for one period.")
    ]

    period: Annotated[
        Literal["monthly", "yearly"] | None,
        NullRefused(),
        Field(description="What is billed at once; a month when left out."),
    ] = None

    status: Annotated[
        Literal["trial", "active"] | None,
        NullRefused(),
        Field(description="How it begins; active when left out."),
    ] = None

    started_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="startedAt", description="When it began; now when left out, and never later."),
    ] = None

    renews_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(
            alias="renewsAt",
            description=(
                "When the trial or the paid period ends; one period after the start when left out."
            ),
        ),
    ] = None


class CreateSubscriptionResponse(Message):
    """The new subscription."""

    subscription: Annotated[Subscription, Field(description="As stored.")]


class GetSubscriptionRequest(Message):
    """Whose subscription to read."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]


class GetSubscriptionResponse(Message):
    """The subscription asked for."""

    subscription: Annotated[Subscription, Field(description="As stored.")]


class ListSubscriptionChangesRequest(Message):
    """Whose subscription's history to list."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

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


class ListSubscriptionChangesResponse(Message):
    """One page of a history."""

    items: Annotated[
        list[SubscriptionChange], Field(description="The page, the newest change first.")
    ] = []

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next page; absent on the last."
        ),
    ] = None


class UpdateSubscriptionRequest(Message):
    """What to change. Absent fields stay as they are."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    version: Annotated[
        int, Field(ge=1, le=2147483647, description="The version the change is based on."), Number
    ]

    plan: Annotated[
        Literal["starter", "business", "enterprise"] | None,
        NullRefused(),
        Field(description="New plan."),
    ] = None

    seats: Annotated[
        int | None,
        NullRefused(),
        Field(ge=1, le=100000, description="New number of seats."),
        Number,
    ] = None

    unit_price: Annotated[
        Money | None, NullRefused(), Field(alias="unitPrice", description="New price of a seat.")
    ] = None

    period: Annotated[
        Literal["monthly", "yearly"] | None, NullRefused(), Field(description="New period.")
    ] = None

    status: Annotated[
        Literal["active", "past_due"] | None,
        NullRefused(),
        Field(
            description=(
                "New status: a trial becomes active, what is active may fall behind and recover."
            )
        ),
    ] = None

    renews_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="renewsAt", description="New end of the trial or the paid period."),
    ] = None


class UpdateSubscriptionResponse(Message):
    """The changed subscription."""

    subscription: Annotated[Subscription, Field(description="As stored.")]


class CancelSubscriptionRequest(Message):
    """Which subscription to cancel and why."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    reason: Annotated[
        str,
        Field(
            min_length=1,
            max_length=500,
            description="Why; kept with the subscription and on the audit timeline.",
        ),
    ]


class CancelSubscriptionResponse(Message):
    """The cancelled subscription."""

    subscription: Annotated[Subscription, Field(description="As stored.")]


class ListMonthlyRecurringRevenueRequest(Message):
    """Of what to sum up the revenue."""

    group_by: Annotated[
        Literal["partner"] | None,
        NullRefused(),
        Field(
            alias="groupBy",
            description="One sum for each partner; one of everything when left out.",
        ),
    ] = None

    partner_slugs: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=63)]],
        Field(
            alias="partnerSlugs",
            max_length=200,
            description="Only tenants of these partners; of everybody when left out.",
        ),
    ] = []


class RevenueGroup(Message):
    """What some tenants bring in a month."""

    partner_slug: Annotated[
        str,
        Field(
            alias="partnerSlug",
            description="Their partner; empty when sold directly, or when not grouped.",
        ),
    ] = ""

    customers: Annotated[
        Int32,
        Field(description="How many tenants they are, paying or not; deleted ones aren't counted."),
    ] = 0

    revenue: Annotated[
        list[Money], Field(description="The sum for each currency in which they pay.")
    ] = []


class ListMonthlyRecurringRevenueResponse(Message):
    """The sums."""

    items: Annotated[
        list[RevenueGroup],
        Field(description="One for each group, by partner; those sold directly come first."),
    ] = []


class SubscriptionService(Protocol):
    """Subscriptions, one for each tenant."""

    @abstractmethod
    async def create_subscription(
        self, request: CreateSubscriptionRequest
    ) -> CreateSubscriptionResponse:
        """Subscribe a tenant. One that lives is a conflict; a cancelled one begins anew."""
        ...

    @abstractmethod
    async def get_subscription(self, request: GetSubscriptionRequest) -> GetSubscriptionResponse:
        """Read a tenant's subscription."""
        ...

    @abstractmethod
    async def list_subscription_changes(
        self, request: ListSubscriptionChangesRequest
    ) -> ListSubscriptionChangesResponse:
        """List what became of a subscription, the newest first."""
        ...

    @abstractmethod
    async def update_subscription(
        self, request: UpdateSubscriptionRequest
    ) -> UpdateSubscriptionResponse:
        """Change a subscription that lives. Absent fields stay."""
        ...

    @abstractmethod
    async def cancel_subscription(
        self, request: CancelSubscriptionRequest
    ) -> CancelSubscriptionResponse:
        """Cancel a subscription. Cancelling twice keeps the first reason."""
        ...

    @abstractmethod
    async def list_monthly_recurring_revenue(
        self, request: ListMonthlyRecurringRevenueRequest
    ) -> ListMonthlyRecurringRevenueResponse:
        """Sum up the monthly recurring revenue per currency: of everything, or of each partner."""
        ...


CREATE_SUBSCRIPTION: Rpc[CreateSubscriptionRequest, CreateSubscriptionResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="SubscriptionService",
    name="create_subscription",
    subject="rpc.tenant.v1.create_subscription",
    request=CreateSubscriptionRequest,
    reply=CreateSubscriptionResponse,
    http=HttpRule(
        method="POST", path="/tenants/{slug}/subscription", body="*", response_body="subscription"
    ),
    access=("operator",),
    audit=("subscription.created", "subscription.restarted"),
    changes=True,
    summary="Subscribe a tenant.",
    description="Subscribe a tenant. One that lives is a conflict; a cancelled one begins anew.",
    headers={},
)


GET_SUBSCRIPTION: Rpc[GetSubscriptionRequest, GetSubscriptionResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="SubscriptionService",
    name="get_subscription",
    subject="rpc.tenant.v1.get_subscription",
    request=GetSubscriptionRequest,
    reply=GetSubscriptionResponse,
    http=HttpRule(
        method="GET", path="/tenants/{slug}/subscription", body="", response_body="subscription"
    ),
    access=("operator", "partner", "tenant_member"),
    audit=(),
    changes=False,
    summary="Read a tenant's subscription.",
    description="Read a tenant's subscription.",
    headers={},
)


LIST_SUBSCRIPTION_CHANGES: Rpc[ListSubscriptionChangesRequest, ListSubscriptionChangesResponse] = (
    Rpc(
        service="tenant",
        version="v1",
        interface="SubscriptionService",
        name="list_subscription_changes",
        subject="rpc.tenant.v1.list_subscription_changes",
        request=ListSubscriptionChangesRequest,
        reply=ListSubscriptionChangesResponse,
        http=HttpRule(
            method="GET", path="/tenants/{slug}/subscription/history", body="", response_body=""
        ),
        access=("operator", "partner", "tenant_member"),
        audit=(),
        changes=False,
        summary="List what became of a subscription, the newest first.",
        description="List what became of a subscription, the newest first.",
        headers={},
    )
)


UPDATE_SUBSCRIPTION: Rpc[UpdateSubscriptionRequest, UpdateSubscriptionResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="SubscriptionService",
    name="update_subscription",
    subject="rpc.tenant.v1.update_subscription",
    request=UpdateSubscriptionRequest,
    reply=UpdateSubscriptionResponse,
    http=HttpRule(
        method="PATCH", path="/tenants/{slug}/subscription", body="*", response_body="subscription"
    ),
    access=("operator",),
    audit=("subscription.updated",),
    changes=True,
    summary="Change a subscription that lives.",
    description="Change a subscription that lives. Absent fields stay.",
    headers={"version": "If-Match"},
)


CANCEL_SUBSCRIPTION: Rpc[CancelSubscriptionRequest, CancelSubscriptionResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="SubscriptionService",
    name="cancel_subscription",
    subject="rpc.tenant.v1.cancel_subscription",
    request=CancelSubscriptionRequest,
    reply=CancelSubscriptionResponse,
    http=HttpRule(
        method="POST",
        path="/tenants/{slug}/subscription/cancel",
        body="*",
        response_body="subscription",
    ),
    access=("operator",),
    audit=("subscription.cancelled",),
    changes=True,
    summary="Cancel a subscription.",
    description="Cancel a subscription. Cancelling twice keeps the first reason.",
    headers={},
)


LIST_MONTHLY_RECURRING_REVENUE: Rpc[
    ListMonthlyRecurringRevenueRequest, ListMonthlyRecurringRevenueResponse
] = Rpc(
    service="tenant",
    version="v1",
    interface="SubscriptionService",
    name="list_monthly_recurring_revenue",
    subject="rpc.tenant.v1.list_monthly_recurring_revenue",
    request=ListMonthlyRecurringRevenueRequest,
    reply=ListMonthlyRecurringRevenueResponse,
    http=HttpRule(method="GET", path="/monthly-recurring-revenue", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary=(
        "Sum up the monthly recurring revenue per currency: of everything, or of each partner."
    ),
    description=(
        "Sum up the monthly recurring revenue per currency: of everything, or of each partner."
    ),
    headers={},
)


SUBSCRIPTION_SERVICE: tuple[AnyRpc, ...] = (
    CREATE_SUBSCRIPTION,
    GET_SUBSCRIPTION,
    LIST_SUBSCRIPTION_CHANGES,
    UPDATE_SUBSCRIPTION,
    CANCEL_SUBSCRIPTION,
    LIST_MONTHLY_RECURRING_REVENUE,
)


class SubscriptionServiceClient:
    """Calls SubscriptionService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def create_subscription(
        self, request: CreateSubscriptionRequest
    ) -> CreateSubscriptionResponse:
        """Subscribe a tenant. One that lives is a conflict; a cancelled one begins anew."""
        return await self._caller.call(CREATE_SUBSCRIPTION, request)

    async def get_subscription(self, request: GetSubscriptionRequest) -> GetSubscriptionResponse:
        """Read a tenant's subscription."""
        return await self._caller.call(GET_SUBSCRIPTION, request)

    async def list_subscription_changes(
        self, request: ListSubscriptionChangesRequest
    ) -> ListSubscriptionChangesResponse:
        """List what became of a subscription, the newest first."""
        return await self._caller.call(LIST_SUBSCRIPTION_CHANGES, request)

    async def update_subscription(
        self, request: UpdateSubscriptionRequest
    ) -> UpdateSubscriptionResponse:
        """Change a subscription that lives. Absent fields stay."""
        return await self._caller.call(UPDATE_SUBSCRIPTION, request)

    async def cancel_subscription(
        self, request: CancelSubscriptionRequest
    ) -> CancelSubscriptionResponse:
        """Cancel a subscription. Cancelling twice keeps the first reason."""
        return await self._caller.call(CANCEL_SUBSCRIPTION, request)

    async def list_monthly_recurring_revenue(
        self, request: ListMonthlyRecurringRevenueRequest
    ) -> ListMonthlyRecurringRevenueResponse:
        """Sum up the monthly recurring revenue per currency: of everything, or of each partner."""
        return await self._caller.call(LIST_MONTHLY_RECURRING_REVENUE, request)
