"""The proof that an entry is in the log."""

from fastapi import APIRouter
from starlette.responses import Response
from web import Visiting, proofs

router = APIRouter()


@router.get("/audit/{id}/proof")
async def show_proof(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Show the proof with the keys that its checkpoints are signed with."""
    return await visit.page("audit/proof.html", **await proofs.shown(visit, id))


@router.get("/audit/{id}/proof.txt")
async def download_proof(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Give the proof in everybody's log."""
    return await proofs.downloaded(visit, id)
