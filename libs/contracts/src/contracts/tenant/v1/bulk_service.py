"""Commands about many tenants at once.

Generated from proto-schemas/tenant/v1/bulk_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Int32, Key, Timestamp


class TenantFilter(Message):
    """Which tenants are meant: all that match, but deleted ones."""

    status: Annotated[
        Literal["pending", "active", "suspended"] | None,
        NullRefused(),
        Field(description="Those in this status."),
    ] = None

    plan: Annotated[
        Literal["starter", "business", "enterprise"] | None,
        NullRefused(),
        Field(description="Those with this plan."),
    ] = None

    partner: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=63, description="Those of this partner; none for those sold directly."),
    ] = None

    q: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=200, description="Those whose slug, name or domain contains these words."),
    ] = None


class ChangeTenantsRequest(Message):
    """What to do with whom. Either slugs or a filter."""

    action: Annotated[Literal["suspend", "resume", "change_plan"], Field(description="What to do.")]

    slugs: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=63)]],
        Field(max_length=500, description="These tenants."),
    ] = []

    filter: Annotated[
        TenantFilter | None, NullRefused(), Field(description="The tenants that match.")
    ] = None

    reason: Annotated[
        str | None,
        NullRefused(),
        Field(min_length=1, max_length=500, description="Why; needed to suspend."),
    ] = None

    plan: Annotated[
        Literal["starter", "business", "enterprise"] | None,
        NullRefused(),
        Field(description="The new plan; needed to change it."),
    ] = None

    dry_run: Annotated[
        Boolean, Field(alias="dryRun", description="Only tell what would be done.")
    ] = False

    token: Annotated[
        str | None,
        NullRefused(),
        Field(
            max_length=200,
            description="What the dry run gave; needed when more than 20 tenants are to change.",
        ),
    ] = None


class TenantChange(Message):
    """What was done with one tenant, or would be."""

    slug: Annotated[str, Field(min_length=1, description="Its slug.")]

    outcome: Annotated[
        Literal["would_change", "changed", "unchanged", "refused"],
        Field(description="What came of it; would_change in a dry run only."),
    ]

    before: Annotated[
        str | None,
        NullRefused(),
        Field(description="Its status or its plan before; absent when refused."),
    ] = None

    after: Annotated[
        str | None,
        NullRefused(),
        Field(description="Its status or its plan afterwards; absent when refused."),
    ] = None

    reason: Annotated[
        str | None, NullRefused(), Field(description="Why it was refused, in one word.")
    ] = None

    detail: Annotated[
        str | None, NullRefused(), Field(description="Why it was refused, in words.")
    ] = None


class ChangeTenantsResponse(Message):
    """What was done, or would be."""

    items: Annotated[
        list[TenantChange], Field(description="One for each tenant that was meant, by slug.")
    ] = []

    counts: Annotated[
        dict[Key, Int32], Field(description="How many there are of each outcome.")
    ] = {}

    token: Annotated[
        str | None, NullRefused(), Field(description="Of a dry run: what permits exactly this.")
    ] = None

    expires_at: Annotated[
        Timestamp | None,
        NullRefused(),
        Field(alias="expiresAt", description="Of a dry run: until when."),
    ] = None


class BulkService(Protocol):
    """Many tenants at once."""

    @abstractmethod
    async def change_tenants(self, request: ChangeTenantsRequest) -> ChangeTenantsResponse:
        """Suspend, resume or change the plan of many tenants; each of them leaves its own audit
        entry.
        """
        ...


CHANGE_TENANTS: Rpc[ChangeTenantsRequest, ChangeTenantsResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="BulkService",
    name="change_tenants",
    subject="rpc.tenant.v1.change_tenants",
    request=ChangeTenantsRequest,
    reply=ChangeTenantsResponse,
    http=HttpRule(method="POST", path="/tenants/bulk", body="*", response_body=""),
    access=("operator",),
    audit=("tenant.suspended", "tenant.resumed", "tenant.updated"),
    changes=True,
    summary=(
        "Suspend, resume or change the plan of many tenants; each of them leaves its "
        "own audit entry."
    ),
    description=(
        "Suspend, resume or change the plan of many tenants; each of them leaves its "
        "own audit entry."
    ),
    headers={},
)


BULK_SERVICE: tuple[AnyRpc, ...] = (CHANGE_TENANTS,)


class BulkServiceClient:
    """Calls BulkService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def change_tenants(self, request: ChangeTenantsRequest) -> ChangeTenantsResponse:
        """Suspend, resume or change the plan of many tenants; each of them leaves its own audit
        entry.
        """
        return await self._caller.call(CHANGE_TENANTS, request)
