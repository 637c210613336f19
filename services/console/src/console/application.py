"""The console: its look and its pages."""

from pathlib import Path

from starlette.types import ASGIApp
from web import Application, Look, build

from console.frame import Frame, admit
from console.pages import overview, palette
from console.pages.audit import counts, erasures, proofs, searches, timeline
from console.pages.flags import acts, file, plans, reviews
from console.pages.flags import detail as flag
from console.pages.flags import listing as flags
from console.pages.infrastructure import board, incidents, maintenance, served, targets
from console.pages.ingest import dead_letters, sources
from console.pages.partners import detail, listing, report
from console.pages.tenants import routers as tenants
from console.settings import Settings

ROUTERS = (
    overview.router,
    palette.router,
    counts.router,
    erasures.router,
    searches.router,
    proofs.router,
    timeline.router,
    board.router,
    targets.router,
    incidents.router,
    maintenance.router,
    served.router,
    flags.router,
    reviews.router,
    file.router,
    flag.router,
    acts.router,
    plans.router,
    dead_letters.router,
    sources.router,
    listing.router,
    report.router,
    detail.router,
    *tenants.ROUTERS,
)


def build_console(settings: Settings) -> ASGIApp:
    """Return the application."""
    look = Look(
        title="Dezky console",
        audience="For the operators of the platform.",
        needed="The console is for platform administrators. Ask one of them to let you in.",
        frame=Frame().show,
        admit=admit,
    )
    application = Application(look=look, routers=ROUTERS, folder=Path(__file__).parent)
    return build(settings, application)
