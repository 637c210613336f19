"""POST /ingest/stalwart/webhook: who may push there."""

from collections.abc import Awaitable, Callable, Sequence

from ingest import Figures, Webhook, is_authorized, is_signed
from starlette.requests import Request

from ingest_stalwart.receiver import Receiver

PATH = "/ingest/stalwart/webhook"


def webhook(
    receiver: Receiver,
    figures: Figures,
    *,
    secrets: Sequence[str],
    credentials: str,
    is_paused: Callable[[], Awaitable[bool]],
) -> Webhook:
    """Stalwart repeats a batch until a 2xx, for five minutes: only what isn't ours is refused."""

    def is_genuine(request: Request, body: bytes) -> bool:
        # Both are judged whatever the other says: the time tells nothing about either.
        signed = is_signed(body, request.headers.get("x-signature", ""), secrets)
        authorized = is_authorized(request.headers.get("authorization", ""), credentials)
        return signed and authorized

    async def receive(_request: Request, body: bytes) -> int:
        return await receiver.receive(body)

    return Webhook(PATH, figures, is_genuine=is_genuine, is_paused=is_paused, receive=receive)
