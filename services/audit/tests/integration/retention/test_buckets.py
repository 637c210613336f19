"""The archive in a store that speaks S3, at an `s3://` URL."""

from datetime import UTC, datetime, timedelta

import obstore
import pytest
from audit.retention.archive import Archive, ArchiveUnavailable
from audit.retention.reading import file_of
from audit.retention.store import RetentionStore
from chassis.files import files_at
from contracts.audit.v1 import GetEntryRequest, GetProofRequest
from contracts.faults import Fault

NOW = datetime(2026, 11, 22, tzinfo=UTC)
OLD, NEW = NOW - timedelta(days=100), NOW - timedelta(days=1)


@pytest.fixture
def opened(buckets, monkeypatch, tmp_path):
    """Open the bucket as a service does, below a prefix of the test's own."""
    for name, value in buckets.environment.items():
        monkeypatch.setenv(name, value)
    return lambda: files_at(f"s3://{buckets.bucket}/{tmp_path.name}")


@pytest.fixture
def archive(opened, monkeypatch):
    """Give the archive that the service reads."""
    monkeypatch.setattr("audit.retention.composition.files_at", lambda _url: opened())
    return Archive(opened)


@pytest.fixture
def paths(opened):
    """Give what lists the bucket below the prefix."""
    return lambda: sorted(one["path"] for one in obstore.list(opened()).collect())


class TestBucket:
    async def test_written(self, timeline, tell, retaining, archive, paths):
        """Entries leave the database for files of their tenant and month, with a manifest."""
        await tell(OLD, OLD, NEW)
        assert await retaining({"*": 30}).sweep() == 2
        data, manifest = paths()
        assert data.startswith("acme/2026-08/")
        assert (data.endswith(".jsonl.zst"), manifest.endswith(".manifest.json")) == (True, True)
        (segment,) = await RetentionStore(timeline.chassis.outbox).segments_of_all()
        assert len(await archive.read(file_of(segment))) == segment.entries == 2
        assert len((await archive.manifest(file_of(segment)))["entries"]) == 2

    async def test_read_back(self, timeline, tell, retaining):
        """Lists with the archive, single entries and their proofs are what they were before."""
        await tell(OLD, NEW, actorEmail="ann@acme.example", metadata={"sum": 1.5})
        before = await timeline.entries()
        asked = [GetProofRequest(id=one.id) for one in before]
        proofs = [await timeline.proofs.get_proof(one) for one in asked]
        await retaining({"*": 30}).sweep()
        assert [one.at for one in await timeline.entries()] == [NEW]
        found = await timeline.entries(include_archive=True)
        assert [one.archived for one in found] == [None, True]
        found[1].archived = None
        assert found == before
        assert [await timeline.proofs.get_proof(one) for one in asked] == proofs

    async def test_refused(self, timeline, tell, retaining, paths, monkeypatch, buckets):
        """What the bucket doesn't take stays in the database until it does."""
        await tell(OLD)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
        with pytest.raises(ArchiveUnavailable):
            await retaining({"*": 30}).sweep()
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", buckets.secret_access_key)
        assert paths() == []
        assert [one.at for one in await timeline.entries()] == [OLD]

    async def test_lost(self, timeline, tell, retaining, opened, paths):
        """A file that somebody removed is told, by its reason."""
        await tell(OLD)
        (entry,) = await timeline.entries()
        await retaining({"*": 30}).sweep()
        obstore.delete(opened(), paths())
        with pytest.raises(Fault) as refused:
            await timeline.audit.get_entry(GetEntryRequest(id=entry.id))
        assert refused.value.reason == "archive_unavailable"
