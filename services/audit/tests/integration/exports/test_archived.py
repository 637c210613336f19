"""An export holds what its filter selects, wherever that is kept."""

import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from audit.exports.verifying import verify
from bus import Client, acting_as
from contracts.audit.v1 import ErasePersonRequest, ErasureServiceClient

OLD = datetime(2026, 8, 3, 10, tzinfo=UTC)


@pytest.fixture
async def told(tell, archiving):
    """Old and new entries by turns, of two tenants and nobody; the old ones are archived."""
    for _ in range(3):
        await tell(6, at=OLD.isoformat())
        await tell(6)
    assert await archiving(OLD + timedelta(days=1)) == 18


def rows(path):
    with zipfile.ZipFile(path) as archive:
        return archive.read("entries.jsonl").splitlines()


@pytest.mark.usefixtures("told")
class TestArchived:
    @pytest.mark.parametrize("form", ["csv", "jsonl", "ocsf", "cloudevents"])
    async def test_everything(self, exports, signer, form):
        """Archived entries stand where they were sealed, and are proven like all others."""
        (done,) = await exports.ended(await exports.ask(form))
        found = verify(exports.path(done), verifier=signer.verifier)
        assert (done.entries, found.manifest.entries, found.log.size) == (36, 36, 36)
        assert [place.index for place in found.manifest.held()] == list(range(36))

    @pytest.mark.parametrize(
        "asked",
        [
            {"tenantSlug": "acme"},
            {"actorEmail": "ann1@acme.example"},
            {"q": "-tenant:acme paid"},
            {"until": (OLD + timedelta(hours=1)).isoformat()},
            {"since": (OLD + timedelta(hours=1)).isoformat()},
            {"action": "invoice.sent"},
        ],
    )
    async def test_as_the_list(self, timeline, exports, asked):
        """An export holds what the list with the archive shows."""
        (done,) = await exports.ended(await exports.ask(**asked))
        names = {"tenantSlug": "tenant_slug", "actorEmail": "actor_email"}
        listed = {names.get(name, name): value for name, value in asked.items()}
        found = await timeline.entries(include_archive=True, limit=100, **listed)
        assert done.entries == len(found)

    async def test_of_others(self, exports, member_of):
        """A tenant's export has the tenant's own of the archive, too."""
        with acting_as(member_of(acme="admin")):
            (done,) = await exports.ended(await exports.ask())
        assert done.entries == 12

    async def test_erased(self, timeline, exports, operator, signer):
        """Who was erased stays so, and the entries are proven all the same."""
        erasures = ErasureServiceClient(Client(timeline.connection))
        with acting_as(operator):
            await erasures.erase_person(ErasePersonRequest(email="ann1@acme.example", reason="R"))
        (done,) = await exports.ended(await exports.ask())
        assert verify(exports.path(done), verifier=signer.verifier).manifest.entries == 36
        assert [b"ann1@" in row for row in rows(exports.path(done))] == [False] * 36

    async def test_a_file_is_gone(self, exports, tmp_path):
        """Without a file of the archive there is no export: it never leaves out what it misses."""
        for path in tmp_path.glob("archive/acme/*/*.zst"):
            path.unlink()
        (failed,) = await exports.ended(await exports.ask())
        assert failed.state == "failed"
        assert failed.reason.startswith("The archive: acme/2026-08/")
