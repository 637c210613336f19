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
from contracts.audit.v1.proof import Checkpoint, Consistency, EntryProof, LogProof
from contracts.audit.v1.proof_service import (
    GET_CHECKPOINT,
    GET_CONSISTENCY,
    GET_PROOF,
    PROOF_SERVICE,
    GetCheckpointRequest,
    GetCheckpointResponse,
    GetConsistencyRequest,
    GetConsistencyResponse,
    GetProofRequest,
    GetProofResponse,
    ProofService,
    ProofServiceClient,
)
from contracts.audit.v1.publication import Publication

__all__ = [
    "AUDIT_SERVICE",
    "AuditService",
    "AuditServiceClient",
    "Checkpoint",
    "Consistency",
    "DEAD_LETTER_SERVICE",
    "DeadLetter",
    "DeadLetterService",
    "DeadLetterServiceClient",
    "Entry",
    "EntryProof",
    "GET_CHECKPOINT",
    "GET_CONSISTENCY",
    "GET_ENTRY",
    "GET_PROOF",
    "GetCheckpointRequest",
    "GetCheckpointResponse",
    "GetConsistencyRequest",
    "GetConsistencyResponse",
    "GetEntryRequest",
    "GetEntryResponse",
    "GetProofRequest",
    "GetProofResponse",
    "LIST_DEAD_LETTERS",
    "LIST_ENTRIES",
    "ListDeadLettersRequest",
    "ListDeadLettersResponse",
    "ListEntriesRequest",
    "ListEntriesResponse",
    "LogProof",
    "PROOF_SERVICE",
    "ProofService",
    "ProofServiceClient",
    "Publication",
    "REPLAY_DEAD_LETTER",
    "ReplayDeadLetterRequest",
    "ReplayDeadLetterResponse",
]
