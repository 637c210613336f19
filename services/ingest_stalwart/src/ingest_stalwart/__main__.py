"""Composition root of the Stalwart ingest."""

from chassis import Chassis, run
from contracts.faults import Fault
from ingest import DOCUMENTS, Parts, compose, keep_figures, listen

from ingest_stalwart.normalise import SOURCE
from ingest_stalwart.receiver import Receiver
from ingest_stalwart.settings import Settings
from ingest_stalwart.webhook import Webhook


async def assemble(chassis: Chassis[Settings]) -> None:
    """Bind the listener; every instance takes batches, for none has a place to keep."""
    settings = chassis.settings
    parts = await compose(chassis, SOURCE, is_pushed=True)
    if settings.enabled:
        chassis.background(keep_figures(parts, seconds=settings.interval_seconds))
        chassis.background(_listen(settings, parts))


async def _listen(settings: Settings, parts: Parts) -> None:
    # Before that every event would seem to belong to no tenant.
    await parts.mirror.loaded()

    async def is_paused() -> bool:
        try:
            return (await parts.store.state()).paused
        except Fault:
            # Mail servers keep no events: the database's trouble must lose none.
            return False

    webhook = Webhook(
        Receiver(parts.mirror, parts.publisher, parts.figures, classes=settings.classes),
        parts.figures,
        secrets=settings.secrets,
        credentials=settings.credentials,
        is_paused=is_paused,
    )
    await listen(webhook.application(), host=settings.host, port=settings.port)


if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=assemble)
