"""Schemas of actions.

Generated from proto-schemas/audit/v1/action_schema_service.proto by generate.py: edits are
lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.audit.v1.action_schema import ActionSchema
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Struct


class ListActionSchemasRequest(Message):
    """Nothing to choose."""


class ListActionSchemasResponse(Message):
    """The schemas."""

    items: Annotated[
        list[ActionSchema], Field(description="The latest of each action, by action.")
    ] = []


class GetActionSchemaRequest(Message):
    """Which action."""

    action: Annotated[
        str,
        Field(max_length=200, pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$", description="The action."),
    ]


class GetActionSchemaResponse(Message):
    """Its schema's versions."""

    items: Annotated[list[ActionSchema], Field(description="From the first to the latest.")] = []


class PublishActionSchemaRequest(Message):
    """A new version."""

    action: Annotated[
        str,
        Field(max_length=200, pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$", description="The action."),
    ]

    metadata_schema: Annotated[
        Struct,
        Field(
            alias="metadataSchema",
            description="JSON Schema for the metadata, whole: references to elsewhere are refused.",
        ),
    ]

    strict_sources: Annotated[
        list[Annotated[str, Field(max_length=63, pattern=r"^([a-z0-9_-]+|\*)$")]],
        Field(
            alias="strictSources",
            max_length=100,
            description=(
                "Sources whose entries are refused when they break it; * for all. Others' are "
                "flagged."
            ),
        ),
    ] = []


class PublishActionSchemaResponse(Message):
    """The new version."""

    action_schema: Annotated[ActionSchema, Field(alias="actionSchema", description="As stored.")]


class RetireActionSchemaRequest(Message):
    """Which action."""

    action: Annotated[
        str,
        Field(max_length=200, pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$", description="The action."),
    ]


class RetireActionSchemaResponse(Message):
    """The version that is checked no longer."""

    action_schema: Annotated[ActionSchema, Field(alias="actionSchema", description="As stored.")]


class ActionSchemaService(Protocol):
    """What entries' metadata should look like: optional, by action, in versions."""

    @abstractmethod
    async def list_action_schemas(
        self, request: ListActionSchemasRequest
    ) -> ListActionSchemasResponse:
        """List the latest version of every action's schema."""
        ...

    @abstractmethod
    async def get_action_schema(self, request: GetActionSchemaRequest) -> GetActionSchemaResponse:
        """Read every version of an action's schema."""
        ...

    @abstractmethod
    async def publish_action_schema(
        self, request: PublishActionSchemaRequest
    ) -> PublishActionSchemaResponse:
        """Publish the next version of an action's schema. Entries that came before stay as they
        are.
        """
        ...

    @abstractmethod
    async def retire_action_schema(
        self, request: RetireActionSchemaRequest
    ) -> RetireActionSchemaResponse:
        """Check an action's entries no longer."""
        ...


LIST_ACTION_SCHEMAS: Rpc[ListActionSchemasRequest, ListActionSchemasResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ActionSchemaService",
    name="list_action_schemas",
    subject="rpc.audit.v1.list_action_schemas",
    request=ListActionSchemasRequest,
    reply=ListActionSchemasResponse,
    http=HttpRule(method="GET", path="/audit/schemas", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="List the latest version of every action's schema.",
    description="List the latest version of every action's schema.",
    headers={},
)


GET_ACTION_SCHEMA: Rpc[GetActionSchemaRequest, GetActionSchemaResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ActionSchemaService",
    name="get_action_schema",
    subject="rpc.audit.v1.get_action_schema",
    request=GetActionSchemaRequest,
    reply=GetActionSchemaResponse,
    http=HttpRule(method="GET", path="/audit/schemas/{action}", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Read every version of an action's schema.",
    description="Read every version of an action's schema.",
    headers={},
)


PUBLISH_ACTION_SCHEMA: Rpc[PublishActionSchemaRequest, PublishActionSchemaResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ActionSchemaService",
    name="publish_action_schema",
    subject="rpc.audit.v1.publish_action_schema",
    request=PublishActionSchemaRequest,
    reply=PublishActionSchemaResponse,
    http=HttpRule(
        method="POST", path="/audit/schemas/{action}", body="*", response_body="action_schema"
    ),
    access=("operator",),
    audit=("action_schema.published",),
    changes=True,
    summary="Publish the next version of an action's schema.",
    description=(
        "Publish the next version of an action's schema. Entries that came before stay as they are."
    ),
    headers={},
)


RETIRE_ACTION_SCHEMA: Rpc[RetireActionSchemaRequest, RetireActionSchemaResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ActionSchemaService",
    name="retire_action_schema",
    subject="rpc.audit.v1.retire_action_schema",
    request=RetireActionSchemaRequest,
    reply=RetireActionSchemaResponse,
    http=HttpRule(
        method="DELETE", path="/audit/schemas/{action}", body="", response_body="action_schema"
    ),
    access=("operator",),
    audit=("action_schema.retired",),
    changes=True,
    summary="Check an action's entries no longer.",
    description="Check an action's entries no longer.",
    headers={},
)


ACTION_SCHEMA_SERVICE: tuple[AnyRpc, ...] = (
    LIST_ACTION_SCHEMAS,
    GET_ACTION_SCHEMA,
    PUBLISH_ACTION_SCHEMA,
    RETIRE_ACTION_SCHEMA,
)


class ActionSchemaServiceClient:
    """Calls ActionSchemaService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_action_schemas(
        self, request: ListActionSchemasRequest
    ) -> ListActionSchemasResponse:
        """List the latest version of every action's schema."""
        return await self._caller.call(LIST_ACTION_SCHEMAS, request)

    async def get_action_schema(self, request: GetActionSchemaRequest) -> GetActionSchemaResponse:
        """Read every version of an action's schema."""
        return await self._caller.call(GET_ACTION_SCHEMA, request)

    async def publish_action_schema(
        self, request: PublishActionSchemaRequest
    ) -> PublishActionSchemaResponse:
        """Publish the next version of an action's schema. Entries that came before stay as they
        are.
        """
        return await self._caller.call(PUBLISH_ACTION_SCHEMA, request)

    async def retire_action_schema(
        self, request: RetireActionSchemaRequest
    ) -> RetireActionSchemaResponse:
        """Check an action's entries no longer."""
        return await self._caller.call(RETIRE_ACTION_SCHEMA, request)
