"""The proof that an entry is in the log: shown here, checked in the browser (proof.js)."""

import asyncio

from contracts.audit.v1 import (
    AuditServiceClient,
    EntryProof,
    GetCheckpointRequest,
    GetCheckpointResponse,
    GetEntryRequest,
    GetProofRequest,
    ProofServiceClient,
)
from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response
from web import Visit, Visiting

router = APIRouter()


@router.get("/audit/{id}/proof")
async def show_proof(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Show the proof with the keys that its checkpoints are signed with."""
    entry = (await AuditServiceClient(visit.gateway).get_entry(GetEntryRequest(id=id))).entry
    proofs = ProofServiceClient(visit.gateway)
    slugs = (None, entry.tenant_slug) if entry.tenant_slug else (None,)
    asked = [GetCheckpointRequest(tenant_slug=slug) for slug in slugs]
    proof, checkpoints = await asyncio.gather(
        visit.attempt(_proof(visit, id)),
        asyncio.gather(*(visit.attempt(proofs.get_checkpoint(one)) for one in asked)),
    )
    keys = {
        one.checkpoint.origin: one.checkpoint.public_key
        for one in checkpoints
        if isinstance(one, GetCheckpointResponse)
    }
    return await visit.page("audit/proof.html", entry=entry, proof_of=proof, keys=keys)


@router.get("/audit/{id}/proof.txt")
async def download_proof(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Give the proof in everybody's log as C2SP's text."""
    proof = await _proof(visit, id)
    name = f"attachment; filename={proof.id}.tlog-proof"
    return PlainTextResponse(proof.logs[0].text, headers={"Content-Disposition": name})


async def _proof(visit: Visit, id: str) -> EntryProof:  # noqa: A002
    client = ProofServiceClient(visit.gateway)
    return (await client.get_proof(GetProofRequest(id=id))).proof
