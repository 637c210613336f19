"""Commands and queries about saved searches.

Generated from proto-schemas/audit/v1/search_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.audit.v1.filter import EntryFilter
from contracts.audit.v1.search import Search
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Number, Uuid


class ListSearchesRequest(Message):
    """Nothing to choose."""


class ListSearchesResponse(Message):
    """The searches."""

    items: Annotated[
        list[Search], Field(description="By name; one's own before others' of the same name.")
    ] = []


class CreateSearchRequest(Message):
    """What to save."""

    name: Annotated[
        str,
        Field(
            min_length=1,
            max_length=100,
            description="What people call it; one's own have names of their own.",
        ),
    ]

    filter: Annotated[EntryFilter, Field(description="Which entries it finds.")]

    shared: Annotated[
        Boolean | None,
        NullRefused(),
        Field(
            description=(
                "Also for the others: all operators, or everybody of the partner, or who runs "
                "the tenant."
            )
        ),
    ] = None

    tenant_slug: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="tenantSlug",
            max_length=63,
            description="With the people of which tenant; may be left out by who runs one only.",
        ),
    ] = None


class CreateSearchResponse(Message):
    """The saved search."""

    search: Annotated[Search, Field(description="As stored.")]


class UpdateSearchRequest(Message):
    """What to change. Absent fields stay as they are; the filter is replaced whole."""

    id: Annotated[Uuid, Field(description="Its id.")]

    version: Annotated[
        int, Field(ge=1, le=2147483647, description="The version the change is based on."), Number
    ]

    name: Annotated[
        str | None, NullRefused(), Field(min_length=1, max_length=100, description="New name.")
    ] = None

    filter: Annotated[EntryFilter | None, NullRefused(), Field(description="New filter.")] = None


class UpdateSearchResponse(Message):
    """The changed search."""

    search: Annotated[Search, Field(description="As stored.")]


class DeleteSearchRequest(Message):
    """Which search to remove."""

    id: Annotated[Uuid, Field(description="Its id.")]


class DeleteSearchResponse(Message):
    """The search that was."""

    search: Annotated[Search, Field(description="As it was.")]


class SearchService(Protocol):
    """Searches that are worth keeping. What they find is what their reader may see."""

    @abstractmethod
    async def list_searches(self, request: ListSearchesRequest) -> ListSearchesResponse:
        """List the caller's own searches and those that are shared with them, by name."""
        ...

    @abstractmethod
    async def create_search(self, request: CreateSearchRequest) -> CreateSearchResponse:
        """Save a search. A query that makes no sense is refused, with the column where that
        begins.
        """
        ...

    @abstractmethod
    async def update_search(self, request: UpdateSearchRequest) -> UpdateSearchResponse:
        """Change a search of one's own. Absent fields stay."""
        ...

    @abstractmethod
    async def delete_search(self, request: DeleteSearchRequest) -> DeleteSearchResponse:
        """Remove a search of one's own."""
        ...


LIST_SEARCHES: Rpc[ListSearchesRequest, ListSearchesResponse] = Rpc(
    service="audit",
    version="v1",
    interface="SearchService",
    name="list_searches",
    subject="rpc.audit.v1.list_searches",
    request=ListSearchesRequest,
    reply=ListSearchesResponse,
    http=HttpRule(method="GET", path="/audit/searches", body="", response_body=""),
    access=("operator", "partner", "tenant_admin"),
    audit=(),
    changes=False,
    summary="List the caller's own searches and those that are shared with them, by name.",
    description="List the caller's own searches and those that are shared with them, by name.",
    headers={},
)


CREATE_SEARCH: Rpc[CreateSearchRequest, CreateSearchResponse] = Rpc(
    service="audit",
    version="v1",
    interface="SearchService",
    name="create_search",
    subject="rpc.audit.v1.create_search",
    request=CreateSearchRequest,
    reply=CreateSearchResponse,
    http=HttpRule(method="POST", path="/audit/searches", body="*", response_body="search"),
    access=("operator", "partner", "tenant_admin"),
    audit=("search.saved",),
    changes=True,
    summary="Save a search.",
    description=(
        "Save a search. A query that makes no sense is refused, with the column where that begins."
    ),
    headers={},
)


UPDATE_SEARCH: Rpc[UpdateSearchRequest, UpdateSearchResponse] = Rpc(
    service="audit",
    version="v1",
    interface="SearchService",
    name="update_search",
    subject="rpc.audit.v1.update_search",
    request=UpdateSearchRequest,
    reply=UpdateSearchResponse,
    http=HttpRule(method="PATCH", path="/audit/searches/{id}", body="*", response_body="search"),
    access=("operator", "partner", "tenant_admin"),
    audit=("search.updated",),
    changes=True,
    summary="Change a search of one's own.",
    description="Change a search of one's own. Absent fields stay.",
    headers={"version": "If-Match"},
)


DELETE_SEARCH: Rpc[DeleteSearchRequest, DeleteSearchResponse] = Rpc(
    service="audit",
    version="v1",
    interface="SearchService",
    name="delete_search",
    subject="rpc.audit.v1.delete_search",
    request=DeleteSearchRequest,
    reply=DeleteSearchResponse,
    http=HttpRule(method="DELETE", path="/audit/searches/{id}", body="", response_body="search"),
    access=("operator", "partner", "tenant_admin"),
    audit=("search.removed",),
    changes=True,
    summary="Remove a search of one's own.",
    description="Remove a search of one's own.",
    headers={},
)


SEARCH_SERVICE: tuple[AnyRpc, ...] = (
    LIST_SEARCHES,
    CREATE_SEARCH,
    UPDATE_SEARCH,
    DELETE_SEARCH,
)


class SearchServiceClient:
    """Calls SearchService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_searches(self, request: ListSearchesRequest) -> ListSearchesResponse:
        """List the caller's own searches and those that are shared with them, by name."""
        return await self._caller.call(LIST_SEARCHES, request)

    async def create_search(self, request: CreateSearchRequest) -> CreateSearchResponse:
        """Save a search. A query that makes no sense is refused, with the column where that
        begins.
        """
        return await self._caller.call(CREATE_SEARCH, request)

    async def update_search(self, request: UpdateSearchRequest) -> UpdateSearchResponse:
        """Change a search of one's own. Absent fields stay."""
        return await self._caller.call(UPDATE_SEARCH, request)

    async def delete_search(self, request: DeleteSearchRequest) -> DeleteSearchResponse:
        """Remove a search of one's own."""
        return await self._caller.call(DELETE_SEARCH, request)
