"""Proofs of entries and logs. Who may read entries may check all of it: a log that hides its size
proves nothing.

Generated from proto-schemas/audit/v1/proof_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.audit.v1.proof import Checkpoint, Consistency, EntryProof
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Number, Uuid


class GetProofRequest(Message):
    """Which entry to prove."""

    id: Annotated[Uuid, Field(description="Its id.")]


class GetProofResponse(Message):
    """The proof."""

    proof: Annotated[EntryProof, Field(description="For the newest checkpoint.")]


class GetCheckpointRequest(Message):
    """Whose log."""

    tenant_slug: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="tenantSlug",
            max_length=63,
            description="A tenant's slug; everybody's log when left out.",
        ),
    ] = None


class GetCheckpointResponse(Message):
    """The checkpoint."""

    checkpoint: Annotated[Checkpoint, Field(description="The newest one.")]


class GetConsistencyRequest(Message):
    """Which two sizes of which log."""

    from_size: Annotated[
        int, Field(alias="from", ge=0, le=9007199254740991, description="The smaller size."), Number
    ] = 0

    to_size: Annotated[
        int | None,
        NullRefused(),
        Field(
            alias="to",
            ge=0,
            le=9007199254740991,
            description="The larger size; the newest when left out.",
        ),
        Number,
    ] = None

    tenant_slug: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="tenantSlug",
            max_length=63,
            description="A tenant's slug; everybody's log when left out.",
        ),
    ] = None


class GetConsistencyResponse(Message):
    """The proof."""

    consistency: Annotated[Consistency, Field(description="Hashes and both roots.")]


class ProofService(Protocol):
    """Proofs."""

    @abstractmethod
    async def get_proof(self, request: GetProofRequest) -> GetProofResponse:
        """Prove that an entry is in the log, and in its tenant's."""
        ...

    @abstractmethod
    async def get_checkpoint(self, request: GetCheckpointRequest) -> GetCheckpointResponse:
        """Read the log's newest signed checkpoint, or that of a tenant's log."""
        ...

    @abstractmethod
    async def get_consistency(self, request: GetConsistencyRequest) -> GetConsistencyResponse:
        """Prove that the log at one size begins with what it was at another."""
        ...


GET_PROOF: Rpc[GetProofRequest, GetProofResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ProofService",
    name="get_proof",
    subject="rpc.audit.v1.get_proof",
    request=GetProofRequest,
    reply=GetProofResponse,
    http=HttpRule(method="GET", path="/audit/{id}/proof", body="", response_body="proof"),
    access=("operator", "partner", "tenant_admin"),
    audit=(),
    changes=False,
    summary="Prove that an entry is in the log, and in its tenant's.",
    description="Prove that an entry is in the log, and in its tenant's.",
    headers={},
)


GET_CHECKPOINT: Rpc[GetCheckpointRequest, GetCheckpointResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ProofService",
    name="get_checkpoint",
    subject="rpc.audit.v1.get_checkpoint",
    request=GetCheckpointRequest,
    reply=GetCheckpointResponse,
    http=HttpRule(method="GET", path="/audit/checkpoint", body="", response_body="checkpoint"),
    access=("operator", "partner", "tenant_admin"),
    audit=(),
    changes=False,
    summary="Read the log's newest signed checkpoint, or that of a tenant's log.",
    description="Read the log's newest signed checkpoint, or that of a tenant's log.",
    headers={},
)


GET_CONSISTENCY: Rpc[GetConsistencyRequest, GetConsistencyResponse] = Rpc(
    service="audit",
    version="v1",
    interface="ProofService",
    name="get_consistency",
    subject="rpc.audit.v1.get_consistency",
    request=GetConsistencyRequest,
    reply=GetConsistencyResponse,
    http=HttpRule(method="GET", path="/audit/consistency", body="", response_body="consistency"),
    access=("operator", "partner", "tenant_admin"),
    audit=(),
    changes=False,
    summary="Prove that the log at one size begins with what it was at another.",
    description="Prove that the log at one size begins with what it was at another.",
    headers={},
)


PROOF_SERVICE: tuple[AnyRpc, ...] = (
    GET_PROOF,
    GET_CHECKPOINT,
    GET_CONSISTENCY,
)


class ProofServiceClient:
    """Calls ProofService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def get_proof(self, request: GetProofRequest) -> GetProofResponse:
        """Prove that an entry is in the log, and in its tenant's."""
        return await self._caller.call(GET_PROOF, request)

    async def get_checkpoint(self, request: GetCheckpointRequest) -> GetCheckpointResponse:
        """Read the log's newest signed checkpoint, or that of a tenant's log."""
        return await self._caller.call(GET_CHECKPOINT, request)

    async def get_consistency(self, request: GetConsistencyRequest) -> GetConsistencyResponse:
        """Prove that the log at one size begins with what it was at another."""
        return await self._caller.call(GET_CONSISTENCY, request)
