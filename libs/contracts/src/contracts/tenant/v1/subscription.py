"""What a tenant pays for, and how that came to be.

Generated from proto-schemas/tenant/v1/subscription.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.platform.v1.money import Money
from contracts.scalars import Int32, Number, Timestamp, Uuid


class Subscription(Message):
    """A tenant's one subscription."""

    id: Annotated[Uuid, Field(description="Immutable identity, a UUID.")]

    tenant_slug: Annotated[str, Field(alias="tenantSlug", min_length=1, description="Whose it is.")]

    plan: Annotated[
        Literal["starter", "business", "enterprise"], Field(description="The plan that is billed.")
    ]

    seats: Annotated[
        int, Field(ge=1, le=2147483647, description="How many people it is for."), Number
    ]

    unit_price: Annotated[
        Money, Field(alias="unitPrice", description="The price of one seat for one period.")
    ]

    period: Annotated[Literal["monthly", "yearly"], Field(description="What is billed at once.")]

    status: Annotated[
        Literal["trial", "active", "past_due", "cancelled"],
        Field(description="Where it stands in its life."),
    ]

    started_at: Annotated[
        Timestamp, Field(alias="startedAt", description="When it began, the trial included.")
    ]

    renews_at: Annotated[
        Timestamp | None,
        Field(
            alias="renewsAt",
            description="When the trial or the paid period ends; absent once cancelled.",
        ),
    ] = None

    cancelled_at: Annotated[
        Timestamp | None,
        Field(alias="cancelledAt", description="When it was cancelled; absent while it lives."),
    ] = None

    cancel_reason: Annotated[
        str, Field(alias="cancelReason", description="Why it was cancelled; empty otherwise.")
    ] = ""

    monthly_revenue: Annotated[
        Money,
        Field(
            alias="monthlyRevenue",
            description="Derived: what it brings in a month. Trials and cancelled ones bring nothing.",
        ),
    ]

    created_at: Annotated[
        Timestamp, Field(alias="createdAt", description="When it was first made.")
    ]

    updated_at: Annotated[Timestamp, Field(alias="updatedAt", description="When it last changed.")]

    version: Annotated[Int32, Field(description="Grows by one with every change; the ETag.")] = 0


class SubscriptionChange(Message):
    """The terms from one change to the next."""

    at: Annotated[Timestamp, Field(description="When the change was made.")]

    change: Annotated[
        Literal["created", "restarted", "updated", "cancelled"], Field(description="What was done.")
    ]

    version: Annotated[Int32, Field(description="The subscription's version since then.")] = 0

    plan: Annotated[str, Field(description="The plan since then.")] = ""

    seats: Annotated[Int32, Field(description="The seats since then.")] = 0

    unit_price: Annotated[
        Money, Field(alias="unitPrice", description="The price of a seat since then.")
    ]

    period: Annotated[str, Field(description="The period since then.")] = ""

    status: Annotated[str, Field(description="The status since then.")] = ""

    monthly_revenue: Annotated[
        Money, Field(alias="monthlyRevenue", description="The monthly revenue since then.")
    ]

    renews_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="renewsAt", description="When it renews, as said then; absent when cancelled."),
    ] = None
