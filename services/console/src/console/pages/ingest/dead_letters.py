"""Messages that could not be processed: why, what they say, and replaying them."""

from contracts.audit.v1 import (
    REPLAY_DEAD_LETTER,
    DeadLetterServiceClient,
    ListDeadLettersRequest,
    ReplayDeadLetterRequest,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Form, Visit, Visiting

router = APIRouter()
_STATES = ("waiting", "replayed")


@router.get("/ingest/dead-letters")
async def list_dead_letters(visit: Visiting, state: str = "waiting", cursor: str = "") -> Response:
    """Show one page, the newest first."""
    return await _page(visit, Form(), state=state, cursor=cursor)


@router.post("/ingest/dead-letters/{id}/replay")
async def replay_dead_letter(visit: Visiting, id: str) -> Response:  # noqa: A002
    """Send it once more, repaired or as it was."""
    form = await visit.form()
    client = DeadLetterServiceClient(visit.gateway)
    body = form.value("body")
    repaired = {"body": body} if body and body != form.value("original") else {}
    reply = await visit.submit(
        form,
        lambda: client.replay_dead_letter(ReplayDeadLetterRequest.parse({"id": id, **repaired})),
    )
    if reply is None:
        return await _page(visit, form)
    return visit.go("/ingest/dead-letters", say=f"{reply.dead_letter.subject} was sent again.")


async def _page(visit: Visit, form: Form, *, state: str = "waiting", cursor: str = "") -> Response:
    members = {
        **({"state": state} if state in _STATES else {}),
        **({"cursor": cursor} if cursor else {}),
        "limit": 50,
    }
    asked = ListDeadLettersRequest.parse(members)
    page = await DeadLetterServiceClient(visit.gateway).list_dead_letters(asked)
    return await visit.page(
        "ingest/dead_letters.html", form=form, page=page, state=state, rpc=REPLAY_DEAD_LETTER
    )
