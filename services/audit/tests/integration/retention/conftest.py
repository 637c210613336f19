"""What brings entries to the archive."""

from datetime import UTC, datetime

import pytest
from audit.retention.retaining import Retaining
from audit.retention.store import RetentionStore
from audit.sealing.store import SealStore
from chassis import AuditTrail

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def retaining(timeline, archive):
    """Give what makes the chore with these days."""

    def retaining(days, **more):
        return Retaining(
            RetentionStore(timeline.chassis.outbox),
            more.pop("archive", archive),
            days,
            owners=timeline.owners,
            sealed=SealStore().sealed_of_all,
            audit=AuditTrail("audit"),
            clock=lambda: NOW,
            **more,
        )

    return retaining


@pytest.fixture
def tell(timeline):
    """Give what records and seals entries of these times."""

    async def tell(*moments, subject="audit.billing.acme.invoice.paid", **body):
        told = [timeline.delivery(subject, {"at": at.isoformat(), **body}) for at in moments]
        assert not any(await timeline.record(*told))
        await timeline.sealed()

    return tell
