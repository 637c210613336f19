"""Where archived entries go, and what brings them there."""

from datetime import UTC, datetime

import pytest
from audit.retention.archive import Archive
from audit.retention.retaining import Retaining
from audit.retention.store import RetentionStore
from audit.sealing.store import SealStore
from chassis import AuditTrail
from obstore.store import LocalStore

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """Give the archive that the service reads."""
    monkeypatch.setattr(
        "audit.retention.composition.files_at", lambda _url: LocalStore(tmp_path, mkdir=True)
    )
    return Archive(lambda: LocalStore(tmp_path))


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
