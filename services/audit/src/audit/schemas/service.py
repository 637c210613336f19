"""Publishing schemas of actions: one method per rpc."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from chassis import AuditTrail, Clock, OutboxEntry, now
from contracts.audit import v1

from audit.schemas.documents import SchemaDocument
from audit.schemas.rules import ActionSchemaNotFound, Validator, text_of
from audit.schemas.store import SchemaStore

_ALWAYS = datetime.min.replace(tzinfo=UTC)


class ActionSchemaService(v1.ActionSchemaService):
    """Published versions never change: what an entry was checked against can be looked up."""

    def __init__(self, store: SchemaStore, audit: AuditTrail, *, clock: Clock = now) -> None:
        self._store = store
        self._audit = audit
        self._clock = clock

    async def list_action_schemas(
        self, _request: v1.ListActionSchemasRequest
    ) -> v1.ListActionSchemasResponse:
        """The latest of each, retired ones too."""
        latest: dict[str, SchemaDocument] = {}
        for one in await self._store.changed_in_all(_ALWAYS):
            if one.action not in latest or latest[one.action].number < one.number:
                latest[one.action] = one
        items = [_shown(latest[action]) for action in sorted(latest)]
        return v1.ListActionSchemasResponse(items=items)

    async def get_action_schema(
        self, request: v1.GetActionSchemaRequest
    ) -> v1.GetActionSchemaResponse:
        """All versions."""
        versions = await self._store.versions_in_all(request.action)
        if not versions:
            raise ActionSchemaNotFound(f"{request.action} has no schema.")
        return v1.GetActionSchemaResponse(items=[_shown(one) for one in versions])

    async def publish_action_schema(
        self, request: v1.PublishActionSchemaRequest
    ) -> v1.PublishActionSchemaResponse:
        """Every instance checks with it from its next batch on."""
        Validator(request.metadata_schema)
        number = len(await self._store.versions_in_all(request.action)) + 1
        moment = self._clock()
        schema = SchemaDocument(
            _id=f"{request.action}@{number}",
            action=request.action,
            number=number,
            text=text_of(request.metadata_schema),
            strictSources=request.strict_sources,
            createdAt=moment,
            changedAt=moment,
        )
        await self._store.add(schema, [self._entry("action_schema.published", schema)])
        return v1.PublishActionSchemaResponse(action_schema=_shown(schema))

    async def retire_action_schema(
        self, request: v1.RetireActionSchemaRequest
    ) -> v1.RetireActionSchemaResponse:
        """Idempotent."""

        def decide(schema: SchemaDocument) -> Sequence[OutboxEntry]:
            if schema.retired_at is not None:
                return []
            schema.retired_at = schema.changed_at = self._clock()
            return [self._entry("action_schema.retired", schema)]

        schema = await self._store.change_latest_in_all(request.action, decide)
        return v1.RetireActionSchemaResponse(action_schema=_shown(schema))

    def _entry(self, verb: str, schema: SchemaDocument) -> OutboxEntry:
        return self._audit.entry(
            verb,
            resource_type="action_schema",
            resource_id=schema.id,
            resource_name=schema.action,
            metadata={"number": schema.number, "strictSources": schema.strict_sources},
        )


def _shown(schema: SchemaDocument) -> v1.ActionSchema:
    return v1.ActionSchema(
        action=schema.action,
        number=schema.number,
        metadata_schema=json.loads(schema.text),
        strict_sources=schema.strict_sources,
        created_at=schema.created_at,
        retired_at=schema.retired_at,
    )
