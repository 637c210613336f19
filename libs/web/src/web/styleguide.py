"""Every component in all its states, on one page, in development."""

from contracts.faults import Unavailable
from fastapi import APIRouter
from starlette.responses import Response

from web.arriving import Visiting
from web.faults import PageNotFound
from web.forms import Form
from web.icons import NAMES

router = APIRouter()
_STATES = (
    "active", "pending", "suspended", "deleted", "ok", "warn", "bad", "unknown", "not_configured",
    "running", "paused", "absent", "on", "off", "targeted", "rollout", "open", "acknowledged",
    "closed", "in_review", "approved", "rejected",
)  # fmt: skip


@router.get("/styleguide")
async def show_styleguide(visit: Visiting) -> Response:
    """Show it; where customers are there is no such page."""
    if visit.site.settings.environment != "development":
        raise PageNotFound("There is no page /styleguide.")
    refused = Form.filled({"name": "A name that was refused", "text": "Two\nlines"})
    refused.errors["name"] = "Is taken already."
    refused.fault = Unavailable("The reason why the whole form was refused.")
    return await visit.page(
        "pages/styleguide.html",
        http_status=200,
        form=Form.filled({"name": "A name"}),
        refused=refused,
        fault=Unavailable("Nobody answered."),
        states=_STATES,
        icons=NAMES,
    )
