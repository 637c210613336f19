"""Composition root of the sample: a webhook whose deliveries have an id of their own."""

from functools import partial

from chassis import Chassis, run
from ingest import DOCUMENTS, Webhook, accept, compose, is_signed, judged, read_json
from starlette.requests import Request

from ingest_codehost.normalise import SOURCE, normalise
from ingest_codehost.settings import Settings


async def assemble(chassis: Chassis[Settings]) -> None:
    """Bind the listener."""
    settings = chassis.settings
    parts = await compose(chassis, SOURCE, is_replayable=False)

    def is_genuine(request: Request, body: bytes) -> bool:
        return is_signed(body, request.headers.get("x-hub-signature-256", ""), settings.secrets)

    async def receive(request: Request, body: bytes) -> int:
        delivery = request.headers.get("x-delivery", "")
        try:
            event = read_json(body)
        except ValueError:
            event = body.decode(errors="backslashreplace")
        outcome = judged(event, partial(normalise, directory=parts.mirror, delivery=delivery))
        await parts.recorder.record([(delivery, event, outcome)])
        return 1

    webhook = Webhook(
        "/ingest/codehost/webhook",
        parts.figures,
        is_genuine=is_genuine,
        is_paused=parts.is_paused,
        receive=receive,
    )
    accept(chassis, parts, webhook, host=settings.host, port=settings.port)


if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=assemble)
