"""Composition root of the Stalwart ingest."""

from chassis import Chassis, run
from ingest import DOCUMENTS, accept, compose

from ingest_stalwart.normalise import SOURCE
from ingest_stalwart.receiver import Receiver
from ingest_stalwart.settings import Settings
from ingest_stalwart.webhook import webhook


async def assemble(chassis: Chassis[Settings]) -> None:
    """Bind the listener; every instance takes batches, for none has a place to keep."""
    settings = chassis.settings
    parts = await compose(chassis, SOURCE, is_replayable=False)
    pushed = webhook(
        Receiver(parts.mirror, parts.recorder, parts.figures, classes=settings.classes),
        parts.figures,
        secrets=settings.secrets,
        credentials=settings.credentials,
        is_paused=parts.is_paused,
    )
    accept(chassis, parts, pushed, host=settings.host, port=settings.port)


if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=assemble)
