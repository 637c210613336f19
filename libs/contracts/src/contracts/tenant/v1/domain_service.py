"""Commands and queries about the domains of tenants.

Generated from proto-schemas/tenant/v1/domain_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Timestamp


class TenantDomain(Message):
    """A domain of a tenant."""

    domain: Annotated[str, Field(min_length=1, description="Its ASCII form, as DNS knows it.")]

    state: Annotated[
        Literal["pending", "verified"],
        Field(description="Whether the tenant has proven that it is its own."),
    ]

    record_name: Annotated[
        str, Field(alias="recordName", description="Name of the TXT record that proves it.")
    ] = ""

    record_value: Annotated[
        str, Field(alias="recordValue", description="What the TXT record must say.")
    ] = ""

    added_at: Annotated[Timestamp, Field(alias="addedAt", description="When it was added.")]

    verified_at: Annotated[
        Timestamp | None,
        Field(alias="verifiedAt", description="When the record was found; absent while pending."),
    ] = None


class ListTenantDomainsRequest(Message):
    """Whose domains to list."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]


class ListTenantDomainsResponse(Message):
    """The domains."""

    items: Annotated[
        list[TenantDomain], Field(description="All of them, in the tenant's order.")
    ] = []


class AddTenantDomainRequest(Message):
    """What to add."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    domain: Annotated[
        str, Field(min_length=1, max_length=253, description="A domain name; no wildcard.")
    ]


class AddTenantDomainResponse(Message):
    """The added domain."""

    domain: Annotated[TenantDomain, Field(description="With what proves it.")]


class VerifyTenantDomainRequest(Message):
    """What to verify."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    domain: Annotated[str, Field(min_length=1, description="One of its domains.")]


class VerifyTenantDomainResponse(Message):
    """The verified domain."""

    domain: Annotated[TenantDomain, Field(description="As stored.")]


class RemoveTenantDomainRequest(Message):
    """What to remove."""

    slug: Annotated[str, Field(min_length=1, description="The tenant's slug.")]

    domain: Annotated[str, Field(min_length=1, description="One of its domains.")]


class RemoveTenantDomainResponse(Message):
    """What is left."""

    items: Annotated[list[TenantDomain], Field(description="The tenant's other domains.")] = []


class DomainService(Protocol):
    """Domains, and the proof that they are the tenant's own."""

    @abstractmethod
    async def list_tenant_domains(
        self, request: ListTenantDomainsRequest
    ) -> ListTenantDomainsResponse:
        """List a tenant's domains with what proves them."""
        ...

    @abstractmethod
    async def add_tenant_domain(self, request: AddTenantDomainRequest) -> AddTenantDomainResponse:
        """Add a domain. It is pending until its TXT record is found."""
        ...

    @abstractmethod
    async def verify_tenant_domain(
        self, request: VerifyTenantDomainRequest
    ) -> VerifyTenantDomainResponse:
        """Look the TXT record up; the domain is verified once it is found."""
        ...

    @abstractmethod
    async def remove_tenant_domain(
        self, request: RemoveTenantDomainRequest
    ) -> RemoveTenantDomainResponse:
        """Take a domain away from a tenant."""
        ...


LIST_TENANT_DOMAINS: Rpc[ListTenantDomainsRequest, ListTenantDomainsResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="DomainService",
    name="list_tenant_domains",
    subject="rpc.tenant.v1.list_tenant_domains",
    request=ListTenantDomainsRequest,
    reply=ListTenantDomainsResponse,
    http=HttpRule(method="GET", path="/tenants/{slug}/domains", body="", response_body=""),
    access=("operator", "tenant_admin"),
    audit=(),
    changes=False,
    summary="List a tenant's domains with what proves them.",
    description="List a tenant's domains with what proves them.",
    headers={},
)


ADD_TENANT_DOMAIN: Rpc[AddTenantDomainRequest, AddTenantDomainResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="DomainService",
    name="add_tenant_domain",
    subject="rpc.tenant.v1.add_tenant_domain",
    request=AddTenantDomainRequest,
    reply=AddTenantDomainResponse,
    http=HttpRule(method="POST", path="/tenants/{slug}/domains", body="*", response_body="domain"),
    access=("operator", "tenant_admin"),
    audit=("domain.added",),
    changes=True,
    summary="Add a domain.",
    description="Add a domain. It is pending until its TXT record is found.",
    headers={},
)


VERIFY_TENANT_DOMAIN: Rpc[VerifyTenantDomainRequest, VerifyTenantDomainResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="DomainService",
    name="verify_tenant_domain",
    subject="rpc.tenant.v1.verify_tenant_domain",
    request=VerifyTenantDomainRequest,
    reply=VerifyTenantDomainResponse,
    http=HttpRule(
        method="POST",
        path="/tenants/{slug}/domains/{domain}/verify",
        body="*",
        response_body="domain",
    ),
    access=("operator", "tenant_admin"),
    audit=("domain.verified",),
    changes=True,
    summary="Look the TXT record up; the domain is verified once it is found.",
    description="Look the TXT record up; the domain is verified once it is found.",
    headers={},
)


REMOVE_TENANT_DOMAIN: Rpc[RemoveTenantDomainRequest, RemoveTenantDomainResponse] = Rpc(
    service="tenant",
    version="v1",
    interface="DomainService",
    name="remove_tenant_domain",
    subject="rpc.tenant.v1.remove_tenant_domain",
    request=RemoveTenantDomainRequest,
    reply=RemoveTenantDomainResponse,
    http=HttpRule(
        method="DELETE", path="/tenants/{slug}/domains/{domain}", body="", response_body=""
    ),
    access=("operator", "tenant_admin"),
    audit=("domain.removed",),
    changes=True,
    summary="Take a domain away from a tenant.",
    description="Take a domain away from a tenant.",
    headers={},
)


DOMAIN_SERVICE: tuple[AnyRpc, ...] = (
    LIST_TENANT_DOMAINS,
    ADD_TENANT_DOMAIN,
    VERIFY_TENANT_DOMAIN,
    REMOVE_TENANT_DOMAIN,
)


class DomainServiceClient:
    """Calls DomainService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_tenant_domains(
        self, request: ListTenantDomainsRequest
    ) -> ListTenantDomainsResponse:
        """List a tenant's domains with what proves them."""
        return await self._caller.call(LIST_TENANT_DOMAINS, request)

    async def add_tenant_domain(self, request: AddTenantDomainRequest) -> AddTenantDomainResponse:
        """Add a domain. It is pending until its TXT record is found."""
        return await self._caller.call(ADD_TENANT_DOMAIN, request)

    async def verify_tenant_domain(
        self, request: VerifyTenantDomainRequest
    ) -> VerifyTenantDomainResponse:
        """Look the TXT record up; the domain is verified once it is found."""
        return await self._caller.call(VERIFY_TENANT_DOMAIN, request)

    async def remove_tenant_domain(
        self, request: RemoveTenantDomainRequest
    ) -> RemoveTenantDomainResponse:
        """Take a domain away from a tenant."""
        return await self._caller.call(REMOVE_TENANT_DOMAIN, request)
