"""The list of flags, and a new one."""

from contracts.flag.v1 import CREATE_FLAG, CreateFlagRequest, FlagServiceClient, ListFlagsRequest
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visiting

router = APIRouter()
_STATES = ("off", "on", "targeted", "rollout")


@router.get("/flags")
async def list_flags(
    visit: Visiting, state: str = "", q: str = "", tag: str = "", stale: str = "", cursor: str = ""
) -> Response:
    """Show one page; filters stand in the address."""
    members = {
        **({"state": state} if state in _STATES else {}),
        **({"q": q[:200]} if q else {}),
        **({"tag": tag[:64]} if tag else {}),
        **({"stale": True} if stale == "true" else {}),
        **({"cursor": cursor} if cursor else {}),
    }
    page = await FlagServiceClient(visit.gateway).list_flags(ListFlagsRequest.parse(members))
    counts = {**page.counts, "": sum(page.counts.values())}
    return await visit.page(
        "flags/list.html", page=page, counts=counts, state=state, q=q, tag=tag, stale=stale
    )


@router.get("/flags/new")
async def new_flag(visit: Visiting) -> Response:
    """Ask for key and description; the rest is set where it can be previewed."""
    return await visit.page("flags/new.html", form=Form(), rpc=CREATE_FLAG)


@router.post("/flags/new")
async def create_flag(visit: Visiting) -> Response:
    """Create it, off for everybody, and go there."""
    form = await visit.form()
    client = FlagServiceClient(visit.gateway)
    reply = await visit.submit(form, lambda: client.create_flag(form.read(CreateFlagRequest)))
    if reply is None:
        return await visit.page("flags/new.html", form=form, rpc=CREATE_FLAG)
    return visit.go(f"/flags/{reply.flag.key}", say=f"{reply.flag.key} was created; it is off.")
