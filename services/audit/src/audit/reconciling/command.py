"""`python -m audit reconcile`: everything at once, with the service's own settings."""

from collections.abc import Sequence

from beanie import Document
from chassis import line, mongo

from audit.reconciling.composition import over
from audit.settings import Settings


async def reconciled(settings: Settings, documents: Sequence[type[Document]]) -> Sequence[str]:
    """Return every gap; it may run beside the service."""
    async with (
        line.opened(settings) as connection,
        mongo.opened(settings.mongo_url, settings.service) as database,
    ):
        await mongo.prepare(database, documents)
        found = over(settings, connection)
        await found.run()
        return list(found.gaps)
