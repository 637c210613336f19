"""Contracts of ingest, v1.

Generated from proto-schemas/ingest/v1 by generate.py: edits are lost.
"""

from contracts.ingest.v1.ingest_service import (
    GET_SOURCE,
    INGEST_SERVICE,
    LIST_SOURCES,
    PAUSE_SOURCE,
    REPLAY_SOURCE,
    RESUME_SOURCE,
    GetSourceRequest,
    GetSourceResponse,
    IngestService,
    IngestServiceClient,
    ListSourcesRequest,
    ListSourcesResponse,
    PauseSourceRequest,
    PauseSourceResponse,
    ReplaySourceRequest,
    ReplaySourceResponse,
    ResumeSourceRequest,
    ResumeSourceResponse,
)
from contracts.ingest.v1.source import Source

__all__ = [
    "GET_SOURCE",
    "GetSourceRequest",
    "GetSourceResponse",
    "INGEST_SERVICE",
    "IngestService",
    "IngestServiceClient",
    "LIST_SOURCES",
    "ListSourcesRequest",
    "ListSourcesResponse",
    "PAUSE_SOURCE",
    "PauseSourceRequest",
    "PauseSourceResponse",
    "REPLAY_SOURCE",
    "RESUME_SOURCE",
    "ReplaySourceRequest",
    "ReplaySourceResponse",
    "ResumeSourceRequest",
    "ResumeSourceResponse",
    "Source",
]
