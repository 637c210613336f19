"""Every page of console and portal is pictured, or named as none."""

from typing import Any

import pytest
from console import application as console
from devstack.galleries import CONSOLE, PORTAL, Gallery
from portal import application as portal
from starlette.routing import Match

_APPLICATIONS = {"console": (CONSOLE, console.ROUTERS), "portal": (PORTAL, portal.ROUTERS)}


def _routes(routers: Any) -> list[Any]:
    return [route for router in routers for route in router.routes if "GET" in route.methods]


def _serving(routes: list[Any], path: str) -> str:
    """Return the first route that takes it, as the application finds it."""
    scope = {"type": "http", "method": "GET", "path": path.partition("?")[0]}
    return next((one.path for one in routes if one.matches(scope)[0] is Match.FULL), "")


@pytest.mark.parametrize("name", _APPLICATIONS)
def test_every_page(name: str) -> None:
    """Each GET route is in its gallery or isn't a page; nothing is there that is gone."""
    gallery: Gallery
    gallery, routers = _APPLICATIONS[name]
    routes = _routes(routers)
    pictured = {_serving(routes, path) for path in gallery.paths} - {""}
    assert {route.path for route in routes} == pictured | gallery.without.keys()
    assert not pictured & gallery.without.keys()
    strangers = [path for path in gallery.paths if not _serving(routes, path)]
    assert strangers == ["/nowhere"]
