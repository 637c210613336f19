"""Finds an rpc's route in one walk; what isn't one is the framework's."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass(slots=True)
class Node:
    """What may follow after some segments of a path."""

    literals: dict[str, "Node"] = field(default_factory=dict)
    parameter: "Node | None" = None
    routes: dict[str, tuple[Route, tuple[str, ...]]] = field(default_factory=dict)


class Dispatch:
    """The framework would try its routes one after the other, inside layers that rpcs don't need.

    A miss is no refusal: unknown paths, other methods and all other routes are answered inside.
    """

    def __init__(self, inside: ASGIApp, routes: Iterable[Route]) -> None:
        self._inside = inside
        self._root = Node()
        for route in routes:
            self._add(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        found = self._find(scope) if scope["type"] == "http" else None
        if found is None:
            await self._inside(scope, receive, send)
            return
        route, scope["path_params"] = found
        scope["route"] = route
        await route.app(scope, receive, send)

    def _add(self, route: Route) -> None:
        node, names = self._root, []
        for segment in route.path.split("/")[1:]:
            if segment.startswith("{"):
                names.append(segment.strip("{}"))
                node.parameter = node.parameter or Node()
                node = node.parameter
            else:
                node = node.literals.setdefault(segment, Node())
        for method in route.methods or ():
            node.routes[method] = (route, tuple(names))
            if method == "GET":
                # RFC 9110 §9.3.2: the same without the body, which the server leaves out.
                node.routes["HEAD"] = node.routes[method]

    def _find(self, scope: Scope) -> tuple[Route, dict[str, str]] | None:
        node: Node | None = self._root
        values: list[str] = []
        for segment in scope["path"].split("/")[1:]:
            if node is None:
                return None
            following = node.literals.get(segment)
            if following is None and segment:
                values.append(segment)
                following = node.parameter
            node = following
        known = node.routes.get(scope["method"]) if node else None
        return (known[0], dict(zip(known[1], values, strict=True))) if known else None
