"""Old entries go to the archive and stay provable."""

import json
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from audit.owners import Owners
from audit.retention.archive import Archive, ArchiveUnavailable
from audit.retention.reading import file_of
from audit.retention.store import RetentionStore
from bus import Client, acting_as
from contracts.audit.v1 import (
    ErasePersonRequest,
    ErasureServiceClient,
    GetEntryRequest,
    GetProofRequest,
    ListEntriesRequest,
)
from contracts.faults import Fault
from contracts.tenant.v1 import TenantRecord
from transparency import leaf_hash

NOW = datetime(2026, 11, 22, tzinfo=UTC)
OLD, NEW = NOW - timedelta(days=100), NOW - timedelta(days=1)


async def left(timeline):
    """Return when the entries happened that the database still has."""
    rows = await timeline.database["entries"].find({}).to_list()
    return sorted(row["at"] for row in rows)


async def files(archive):
    return sorted(one["path"] for one in archive._opened().list().collect())


class TestSweep:
    async def test_old(self, timeline, tell, retaining, archive):
        """What is older than its days goes to a file of its tenant and month, with a manifest."""
        await tell(OLD, OLD, NEW)
        assert await retaining({"*": 30}).sweep() == 2
        assert await left(timeline) == [NEW]
        data, manifest = await files(archive)
        assert data.startswith("acme/2026-08/")
        assert (data.endswith(".jsonl.zst"), manifest.endswith(".manifest.json")) == (True, True)
        assert await retaining({"*": 30}).sweep() == 0

    async def test_classes(self, timeline, tell, retaining):
        """The narrowest class counts; what none names stays."""
        await tell(OLD)
        await tell(OLD, subject="audit.mail.acme.mail.sent")
        await tell(OLD, subject="audit.mail.acme.mail.read")
        assert await retaining({"mail.*": 30, "mail.read": 400}).sweep() == 1
        rows = await timeline.database["entries"].find({}).to_list()
        assert sorted(row["action"] for row in rows) == ["invoice.paid", "mail.read"]

    async def test_nothing_set(self, timeline, tell, retaining):
        """Without a setting nothing ever goes."""
        await tell(OLD)
        assert await retaining({}).sweep() == 0
        assert await left(timeline) == [OLD]

    async def test_files(self, tell, retaining, archive):
        """A file for each tenant and month."""
        for slug in ("acme", "globex", "_"):
            await tell(OLD, OLD - timedelta(days=40), subject=f"audit.billing.{slug}.invoice.paid")
        assert await retaining({"*": 30}).sweep() == 6
        folders = {path.rpartition("/")[0] for path in await files(archive)}
        assert folders == {
            f"{slug}/{month}"
            for slug in ("acme", "globex", "_")
            for month in ("2026-08", "2026-07")
        }

    async def test_bounded(self, tell, retaining):
        """A bounded part at a time, the oldest first."""
        moments = [OLD - timedelta(minutes=one) for one in range(5)]
        await tell(*moments)
        chore = retaining({"*": 30}, at_once=2)
        assert [await chore.sweep() for _ in range(4)] == [2, 2, 1, 0]

    async def test_legal_hold(self, timeline, tell, retaining):
        """Nothing of a tenant under legal hold goes, and it is in nobody's way."""
        owner = TenantRecord(
            id="0199f3a0-0000-7000-8000-00000000000f", slug="acme", version=1, legal_hold=True
        )
        bucket = timeline.connection.key_value("directory")
        await bucket.create("tenant.acme", owner.dump_json())
        await tell(OLD, OLD)
        await tell(OLD, subject="audit.billing.globex.invoice.paid")
        timeline.owners = Owners(timeline.connection)
        assert await retaining({"*": 30}, at_once=1).sweep() == 1
        assert await left(timeline) == [OLD, OLD]

    async def test_unsealed(self, timeline, retaining):
        """What isn't sealed yet stays, however old it says it is."""
        told = timeline.delivery("audit.billing.acme.invoice.paid", {"at": OLD.isoformat()})
        await timeline.record(told)
        assert await retaining({"*": 30}).sweep() == 0
        assert await left(timeline) == [OLD]

    async def test_recorded(self, timeline, tell, retaining):
        """One entry for each file."""
        await tell(OLD, OLD)
        await timeline.published()
        await retaining({"*": 30}).sweep()
        (entry,) = [json.loads(one.payload) for one in await timeline.published()]
        assert (entry["action"], entry["tenantSlug"]) == ("audit.entries_archived", "acme")
        assert entry["metadata"]["entries"] == 2


class Broken(Archive):
    """An archive that loses, or changes, what it was given."""

    def __init__(self, archive, *, fails):
        super().__init__(archive._opened)
        self._fails = fails

    async def _get(self, path):
        if path.endswith(self._fails):
            return b"something else"
        return await super()._get(path)


class TestNothingIsLost:
    @pytest.mark.parametrize("fails", [".jsonl.zst", ".manifest.json"])
    async def test_unread(self, timeline, tell, retaining, archive, fails):
        """What can't be read back is not deleted."""
        await tell(OLD)
        with pytest.raises(ArchiveUnavailable):
            await retaining({"*": 30}, archive=Broken(archive, fails=fails)).sweep()
        assert await left(timeline) == [OLD]
        assert await retaining({"*": 30}).sweep() == 1

    @pytest.mark.parametrize(
        "step",
        [
            "chassis.outbox.Outbox.insert",
            "pymongo.asynchronous.collection.AsyncCollection.bulk_write",
            "pymongo.asynchronous.collection.AsyncCollection.delete_many",
        ],
    )
    async def test_killed(self, timeline, tell, retaining, monkeypatch, step):
        """Killed at any step, an entry is in the database, and goes the next time."""
        await tell(OLD, OLD)
        ids = [row["_id"] for row in await timeline.database["entries"].find({}).to_list()]

        async def die(*_told, **_more):
            raise KeyboardInterrupt

        with monkeypatch.context() as dying:
            dying.setattr(step, die)
            with pytest.raises(KeyboardInterrupt):
                await retaining({"*": 30}).sweep()
        assert await left(timeline) == [OLD, OLD]
        assert await retaining({"*": 30}).sweep() == 2
        for identity in ids:
            assert (await timeline.audit.get_entry(GetEntryRequest(id=identity))).entry.at == OLD
        assert len(await timeline.database["segments"].find({}).to_list()) == 1


class TestArchived:
    async def test_read(self, timeline, tell, retaining):
        """An archived entry is read as it was, personal fields and place in the log included."""
        await tell(OLD, actorEmail="ann@acme.example", metadata={"sum": 1.5, "of": ["a", None]})
        (entry,) = await timeline.entries()
        before = await timeline.audit.get_entry(GetEntryRequest(id=entry.id))
        await retaining({"*": 30}).sweep()
        assert await timeline.entries() == []
        before.entry.archived = True
        assert await timeline.audit.get_entry(GetEntryRequest(id=entry.id)) == before

    async def test_proof(self, timeline, tell, retaining, archive):
        """Its proof is the one that it had, and the manifest has its leaf."""
        await tell(OLD, OLD, NEW, actorEmail="ann@acme.example")
        ids = [entry.id for entry in await timeline.entries() if entry.at == OLD]
        asked = [GetProofRequest(id=one) for one in ids]
        before = [await timeline.proofs.get_proof(one) for one in asked]
        await retaining({"*": 30}).sweep()
        assert [await timeline.proofs.get_proof(one) for one in asked] == before
        segments = await RetentionStore(timeline.chassis.outbox).segments_of_all()
        manifest = await archive.manifest(file_of(segments[0]))
        leaves = {one["id"]: one["leaf"] for one in manifest["entries"]}
        assert leaves == {
            told.proof.id: leaf_hash(told.proof.text.encode()).hex() for told in before
        }

    async def test_scope(self, timeline, tell, retaining, member_of):
        """Who may not see an entry doesn't see it in the archive either."""
        await tell(OLD)
        (entry,) = await timeline.entries()
        await retaining({"*": 30}).sweep()
        asked = GetEntryRequest(id=entry.id)
        with acting_as(member_of(acme="admin")):
            assert (await timeline.audit.get_entry(asked)).entry.id == entry.id
        with acting_as(member_of(globex="admin")), pytest.raises(Fault) as refused:
            await timeline.audit.get_entry(asked)
        assert refused.value.reason == "entry_not_found"

    async def test_erased(self, timeline, tell, retaining, archive, operator):
        """Erasure reaches the archive, and counts what is there; nothing is there in the clear."""
        await tell(OLD, actorEmail="ann@acme.example", actorName="Ann Arbor")
        (entry,) = await timeline.entries()
        await retaining({"*": 30}).sweep()
        rows = await archive.read(
            file_of((await RetentionStore(timeline.chassis.outbox).segments_of_all())[0])
        )
        text = json.dumps(rows, default=str).lower()
        assert [one for one in ("ann@", "arbor", "~") if one in text] == []
        erasures = ErasureServiceClient(Client(timeline.connection))
        with acting_as(operator):
            asked = ErasePersonRequest(email="ann@acme.example", reason="Request")
            erasure = (await erasures.erase_person(asked)).erasure
        assert (erasure.entries, erasure.archived) == (1, 1)
        read = (await timeline.audit.get_entry(GetEntryRequest(id=entry.id))).entry
        assert (read.actor_email, read.actor_name) == ("[erased]", "[erased]")

    async def test_changed_file(self, timeline, tell, retaining, tmp_path):
        """A file that was changed is told, not shown."""
        await tell(OLD)
        (entry,) = await timeline.entries()
        await retaining({"*": 30}).sweep()
        (path,) = tmp_path.glob("archive/acme/*/*.zst")
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        with pytest.raises(Fault) as refused:
            await timeline.audit.get_entry(GetEntryRequest(id=entry.id))
        assert refused.value.reason == "archive_unavailable"


class TestIncludeArchive:
    async def test_model(self, timeline, tell, retaining):
        """With the archive every list is what it was before anything was archived, page by page."""
        for number in range(6):
            slug = ("acme", "globex", "_")[number % 3]
            await tell(
                OLD + timedelta(days=number),
                NEW - timedelta(days=number),
                subject=f"audit.billing.{slug}.{('invoice.paid', 'rate.set')[number % 2]}",
                actorEmail=f"person{number % 4}@acme.example",
                resourceName=f"Invoice {number}",
                outcome=("success", "failure")[number // 3],
            )
        asked = [
            {},
            {"tenant_slug": "acme"},
            {"action": "rate.*"},
            {"outcome": "failure"},
            {"actor_email": "person2@acme.example"},
            {"q": "invo"},
            {"q": "person1"},
            {"q": "-action:rate.set"},
            {"q": '"4"'},
            {"q": "in"},
            {"since": OLD + timedelta(days=2), "until": OLD + timedelta(days=4)},
        ]
        before = [await pages(timeline, **one) for one in asked]
        assert await retaining({"*": 30}, at_once=4).sweep() == 4
        assert await retaining({"*": 30}, at_once=4).sweep() == 2
        found = [await pages(timeline, include_archive=True, **one) for one in asked]
        assert all(one.archived is (one.at < NOW - timedelta(days=30) or None) for one in found[0])
        for one in chain(*found):
            one.archived = None
        assert found == before
        assert len(await pages(timeline)) == 6

    async def test_scope(self, timeline, tell, retaining, member_of):
        """Of the archive, too, one sees one's own."""
        for slug in ("acme", "globex"):
            await tell(OLD, subject=f"audit.billing.{slug}.invoice.paid")
        await retaining({"*": 30}).sweep()
        with acting_as(member_of(acme="admin")):
            found = await timeline.entries(include_archive=True)
        assert [one.tenant_slug for one in found] == ["acme"]

    async def test_erased(self, timeline, tell, retaining, operator):
        """Nobody who was erased is found there."""
        await tell(OLD, actorEmail="ann@acme.example")
        await retaining({"*": 30}).sweep()
        asked = {"q": "ann@acme.example", "include_archive": True}
        assert len(await timeline.entries(**asked)) == 1
        erasures = ErasureServiceClient(Client(timeline.connection))
        with acting_as(operator):
            await erasures.erase_person(ErasePersonRequest(email="ann@acme.example", reason="R"))
        assert await timeline.entries(**asked) == []


async def pages(timeline, **asked):
    """Return every entry of a list, three at a time."""
    found, cursor = [], None
    while True:
        request = ListEntriesRequest(limit=3, cursor=cursor, **asked)
        page = await timeline.audit.list_entries(request)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found
