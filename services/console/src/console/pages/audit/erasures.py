"""Forgetting people: what was erased, and the certificate of it."""

from contracts.audit.v1 import (
    ERASE_PERSON,
    ErasePersonRequest,
    ErasureServiceClient,
    GetErasureRequest,
    ListErasuresRequest,
)
from contracts.faults import Malformed
from contracts.platform.v1 import FieldError
from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response
from web import Form, Visit, Visiting

router = APIRouter()


@router.get("/audit/erasures")
async def list_erasures(visit: Visiting, cursor: str = "") -> Response:
    """Show them, and the form for another."""
    return await _page(visit, Form(), cursor=cursor)


@router.post("/audit/erasures")
async def erase(visit: Visiting) -> Response:
    """Destroy a person's keys: what tells of them can't be read by anybody from then on."""
    form = await visit.form()
    client = ErasureServiceClient(visit.gateway)

    async def erased() -> str:
        if form.value("confirmed") != (form.value("email") or form.value("subject")):
            wrong = FieldError(field="confirmed", message="Is not whom the form names.")
            raise Malformed("Type whom to erase once more.", errors=[wrong])
        return (await client.erase_person(form.read(ErasePersonRequest))).erasure.id

    found = await visit.submit(form, erased)
    if found is None:
        return await _page(visit, form)
    return visit.go(f"/audit/erasures/{found}", say="Erased: nobody can undo it.")


@router.get("/audit/erasures/{id}")
async def show_erasure(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Show what was erased and what remains until when."""
    client = ErasureServiceClient(visit.gateway)
    erasure = (await client.get_erasure(GetErasureRequest(id=id))).erasure
    return await visit.page("audit/erasure.html", erasure=erasure)


@router.get("/audit/erasures/{id}/certificate.txt")
async def download_certificate(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Give the signed note, for the person or an auditor."""
    client = ErasureServiceClient(visit.gateway)
    erasure = (await client.get_erasure(GetErasureRequest(id=id))).erasure
    name = f"attachment; filename=erasure-{erasure.id}.txt"
    return PlainTextResponse(erasure.certificate, headers={"Content-Disposition": name})


async def _page(visit: Visit, form: Form, *, cursor: str = "") -> Response:
    client = ErasureServiceClient(visit.gateway)
    page = await client.list_erasures(ListErasuresRequest(cursor=cursor or None))
    return await visit.page("audit/erasures.html", form=form, page=page, rpc=ERASE_PERSON)
