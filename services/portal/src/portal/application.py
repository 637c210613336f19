"""The portal: its look and its pages."""

from pathlib import Path

from starlette.types import ASGIApp
from web import Application, Look, build

from portal.frame import admit, show
from portal.pages import (
    activity,
    domains,
    founding,
    home,
    invitations,
    organization,
    people,
    start,
    status,
    subscription,
)
from portal.settings import Settings

ROUTERS = (
    start.router,
    founding.router,
    home.router,
    people.router,
    invitations.router,
    domains.router,
    activity.router,
    status.router,
    subscription.router,
    organization.router,
)


def build_portal(settings: Settings) -> ASGIApp:
    """Return the application."""
    look = Look(
        title="Dezky portal",
        audience="For the people of our customers.",
        needed="The portal is for our customers. Ask somebody of yours to invite you.",
        frame=show,
        admit=admit,
    )
    application = Application(look=look, routers=ROUTERS, folder=Path(__file__).parent)
    return build(settings, application)
