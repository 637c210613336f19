"""Change requests: what somebody else looks at before it is made."""

from contracts.flag.v1 import (
    ApplyChangeRequestRequest,
    ApproveChangeRequestRequest,
    ChangeRequest,
    ChangeRequestServiceClient,
    CreateChangeRequestRequest,
    GetChangeRequestRequest,
    ListChangeRequestsRequest,
    RejectChangeRequestRequest,
    SubmitChangeRequestRequest,
    WithdrawChangeRequestRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

from console.pages.flags import detail, drafts

router = APIRouter()


@router.post("/flags/{key}/propose")
async def propose(visit: Visiting, key: str) -> Response:
    """Write a change request out of the form, and submit it."""
    form = await visit.form()
    flag = await detail.read(visit, key)
    client = ChangeRequestServiceClient(visit.gateway)

    async def write() -> ChangeRequest:
        members = {
            "flagKey": key,
            "title": form.value("note") or f"Change {key}",
            "draft": drafts.changed(form, flag),
        }
        request = CreateChangeRequestRequest.parse(members)
        written = (await client.create_change_request(request)).change_request
        asked = SubmitChangeRequestRequest(id=written.id)
        return (await client.submit_change_request(asked)).change_request

    change = await visit.submit(form, write)
    if change is None:
        return await detail.page(visit, key, form)
    return visit.go(f"/change-requests/{change.id}", say="Somebody else has to look at it now.")


@router.get("/change-requests")
async def list_changes(visit: Visiting, status: str = "", cursor: str = "") -> Response:
    """Show all of them, the newest first."""
    members = {name: value for name, value in (("status", status), ("cursor", cursor)) if value}
    asked = ListChangeRequestsRequest.parse(members)
    page = await ChangeRequestServiceClient(visit.gateway).list_change_requests(asked)
    return await visit.page("flags/reviews.html", page=page, status=status)


@router.get("/change-requests/{id}")
async def show_change(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Show what would change, three ways."""
    return await _page(visit, id, Form())


@router.post("/change-requests/{id}/{what}")
async def decide(visit: Visiting, id: str, what: str) -> Response:  # noqa: A002
    """Submit, approve, reject, withdraw or apply."""
    form = await visit.form()
    change = await visit.submit(form, lambda: _decided(visit, id, what, form))
    if change is None:
        return await _page(visit, id, form)
    return visit.go(f"/change-requests/{id}", say=f"The change request is {change.status} now.")


async def _decided(visit: Visit, id: str, what: str, form: Form) -> ChangeRequest:  # noqa: A002
    client = ChangeRequestServiceClient(visit.gateway)
    if what == "approve":
        approved = form.read(ApproveChangeRequestRequest, id=id)
        return (await client.approve_change_request(approved)).change_request
    if what == "reject":
        rejected = form.read(RejectChangeRequestRequest, id=id)
        return (await client.reject_change_request(rejected)).change_request
    if what == "apply":
        applied = ApplyChangeRequestRequest(id=id)
        return (await client.apply_change_request(applied)).change_request
    if what == "submit":
        submitted = SubmitChangeRequestRequest(id=id)
        return (await client.submit_change_request(submitted)).change_request
    withdrawn = WithdrawChangeRequestRequest(id=id)
    return (await client.withdraw_change_request(withdrawn)).change_request


async def _page(visit: Visit, id: str, form: Form) -> Response:  # noqa: A002
    client = ChangeRequestServiceClient(visit.gateway)
    change = (await client.get_change_request(GetChangeRequestRequest(id=id))).change_request
    is_own = change.author == visit.session.email
    return await visit.page("flags/review.html", change=change, form=form, is_own=is_own)
