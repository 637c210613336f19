"""Contracts of audit, v1.

Generated from proto-schemas/audit/v1 by generate.py: edits are lost.
"""

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
    "AUDIT_SERVICE",
    "AuditService",
    "AuditServiceClient",
    "BulkPublication",
    "DEAD_LETTER_SERVICE",
    "DeadLetter",
    "DeadLetterService",
    "DeadLetterServiceClient",
    "Entry",
    "GET_ENTRY",
    "GetEntryRequest",
    "GetEntryResponse",
    "INTAKE_SERVICE",
    "IntakeService",
    "IntakeServiceClient",
    "LIST_DEAD_LETTERS",
    "LIST_ENTRIES",
    "ListDeadLettersRequest",
    "ListDeadLettersResponse",
    "ListEntriesRequest",
    "ListEntriesResponse",
    "Publication",
    "RECORD_EVENTS",
    "REPLAY_DEAD_LETTER",
    "RecordEventsRequest",
    "RecordEventsResponse",
    "ReplayDeadLetterRequest",
    "ReplayDeadLetterResponse",
]
