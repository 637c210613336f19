"""Routes that are answered here: their limits, token, access and denials are everybody's."""

from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from gateway.door import Door
from gateway.endpoints import Endpoint


class LocalRoute(Route):
    """A route of an endpoint that answers by itself once its caller was let in."""

    def __init__(self, door: Door, endpoint: Endpoint) -> None:
        path = endpoint.rule.path
        super().__init__(path, _unused, methods=[endpoint.rule.method], name=path)

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            await (await door.answer(scope, receive, endpoint))(scope, receive, send)

        self.app = answer


async def _unused(_request: object) -> None:
    raise NotImplementedError
