"""Contracts of audit, v1.

Generated from proto-schemas/audit/v1 by generate.py: edits are lost.
"""

from contracts.audit.v1.action_schema import ActionSchema
from contracts.audit.v1.action_schema_service import (
    ACTION_SCHEMA_SERVICE,
    GET_ACTION_SCHEMA,
    LIST_ACTION_SCHEMAS,
    PUBLISH_ACTION_SCHEMA,
    RETIRE_ACTION_SCHEMA,
    ActionSchemaService,
    ActionSchemaServiceClient,
    GetActionSchemaRequest,
    GetActionSchemaResponse,
    ListActionSchemasRequest,
    ListActionSchemasResponse,
    PublishActionSchemaRequest,
    PublishActionSchemaResponse,
    RetireActionSchemaRequest,
    RetireActionSchemaResponse,
)
from contracts.audit.v1.audit_service import (
    AUDIT_SERVICE,
    GET_ENTRY,
    LIST_ENTRIES,
    AuditService,
    AuditServiceClient,
    GetEntryRequest,
    GetEntryResponse,
    ListEntriesRequest,
    ListEntriesResponse,
)
from contracts.audit.v1.dead_letter import DeadLetter
from contracts.audit.v1.dead_letter_service import (
    DEAD_LETTER_SERVICE,
    LIST_DEAD_LETTERS,
    REPLAY_DEAD_LETTER,
    DeadLetterService,
    DeadLetterServiceClient,
    ListDeadLettersRequest,
    ListDeadLettersResponse,
    ReplayDeadLetterRequest,
    ReplayDeadLetterResponse,
)
from contracts.audit.v1.entry import Entry
from contracts.audit.v1.filter import EntryFilter
from contracts.audit.v1.intake_service import (
    INTAKE_SERVICE,
    RECORD_EVENTS,
    IntakeService,
    IntakeServiceClient,
    RecordEventsRequest,
    RecordEventsResponse,
)
from contracts.audit.v1.publication import BulkPublication, Publication

__all__ = [
    "ACTION_SCHEMA_SERVICE",
    "AUDIT_SERVICE",
    "ActionSchema",
    "ActionSchemaService",
    "ActionSchemaServiceClient",
    "AuditService",
    "AuditServiceClient",
    "BulkPublication",
    "DEAD_LETTER_SERVICE",
    "DeadLetter",
    "DeadLetterService",
    "DeadLetterServiceClient",
    "Entry",
    "EntryFilter",
    "GET_ACTION_SCHEMA",
    "GET_ENTRY",
    "GetActionSchemaRequest",
    "GetActionSchemaResponse",
    "GetEntryRequest",
    "GetEntryResponse",
    "INTAKE_SERVICE",
    "IntakeService",
    "IntakeServiceClient",
    "LIST_ACTION_SCHEMAS",
    "LIST_DEAD_LETTERS",
    "LIST_ENTRIES",
    "ListActionSchemasRequest",
    "ListActionSchemasResponse",
    "ListDeadLettersRequest",
    "ListDeadLettersResponse",
    "ListEntriesRequest",
    "ListEntriesResponse",
    "PUBLISH_ACTION_SCHEMA",
    "Publication",
    "PublishActionSchemaRequest",
    "PublishActionSchemaResponse",
    "RECORD_EVENTS",
    "REPLAY_DEAD_LETTER",
    "RETIRE_ACTION_SCHEMA",
    "RecordEventsRequest",
    "RecordEventsResponse",
    "ReplayDeadLetterRequest",
    "ReplayDeadLetterResponse",
    "RetireActionSchemaRequest",
    "RetireActionSchemaResponse",
]
