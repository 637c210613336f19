"""Answers that are sent piece by piece, for as long as somebody is there to read them."""

from starlette.types import Message, Receive


async def disconnected(receive: Receive) -> None:
    """Return when the client has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass


def piece(body: bytes, *, more: bool) -> Message:
    """Return what sends a piece of the body; without `more` it is the last."""
    return {"type": "http.response.body", "body": body, "more_body": more}
