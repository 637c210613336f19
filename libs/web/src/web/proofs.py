"""The proof that an entry is in the log: `components/proof.html` shows it, `proof.js` checks it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from contracts.audit.v1 import (
    AuditServiceClient,
    EntryProof,
    GetCheckpointRequest,
    GetCheckpointResponse,
    GetEntryRequest,
    GetProofRequest,
    ProofServiceClient,
)
from starlette.responses import PlainTextResponse, Response

from web.visit import Visit


async def shown(visit: Visit, id: str) -> Mapping[str, Any]:  # noqa: A002
    """Return the entry, its proof or why there is none, and the keys that sign the checkpoints."""
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
    return {"entry": entry, "proof_of": proof, "log_keys": keys}


async def downloaded(visit: Visit, id: str, *, log: int = 0) -> Response:  # noqa: A002
    """Give the proof in one log as C2SP's text: 0 is everybody's, -1 the tenant's if it has one."""
    proof = await _proof(visit, id)
    name = f"attachment; filename={proof.id}.tlog-proof"
    return PlainTextResponse(proof.logs[log].text, headers={"Content-Disposition": name})


async def _proof(visit: Visit, id: str) -> EntryProof:  # noqa: A002
    client = ProofServiceClient(visit.gateway)
    return (await client.get_proof(GetProofRequest(id=id))).proof
