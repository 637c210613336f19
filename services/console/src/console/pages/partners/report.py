"""The margin report as a spreadsheet, passed on from the gateway."""

from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.responses import Response
from web import Visiting, downloaded

router = APIRouter()


@router.get("/partners/{slug}/margin.csv")
async def download_margin(visit: Visiting, slug: str, month: str = "") -> Response:
    """Give the CSV of one month."""
    query = f"?{urlencode({'month': month})}" if month else ""
    return await downloaded(visit, f"/partners/{quote(slug, safe='')}/margin-report.csv{query}")
