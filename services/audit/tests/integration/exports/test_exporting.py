"""Exports: asked for, written, and found by whoever may read their entries."""

import asyncio
import json
import random
import zipfile
from contextlib import suppress
from datetime import timedelta

import pytest
from audit.exports.check import Tampered
from audit.exports.verifying import verify
from bus import acting_as
from chassis.ending import end
from chassis.files import files_at
from contracts.audit.v1 import GetExportRequest, ListExportsRequest, OpenExportRequest
from contracts.faults import Fault
from devstack.waiting import eventually


def rows(path, name="entries.jsonl"):
    with zipfile.ZipFile(path) as archive:
        return [json.loads(line) for line in archive.read(name).splitlines()]


class TestWriting:
    @pytest.mark.parametrize("form", ["csv", "jsonl", "ocsf", "cloudevents"])
    async def test_everything(self, exports, tell, signer, form):
        """All entries, proven, in whatever format."""
        await tell(60)
        (done,) = await exports.ended(await exports.ask(form))
        assert (done.state, done.entries, done.progress, done.log_size) == ("done", 60, 1.0, 60)
        found = verify(exports.path(done), verifier=signer.verifier)
        assert (found.manifest.entries, found.log.size) == (60, 60)

    async def test_readable(self, exports, tell):
        """In the order of the log, personal fields in the clear."""
        await tell(30)
        (done,) = await exports.ended(await exports.ask())
        found = rows(exports.path(done))
        assert [one["index"] for one in found] == list(range(30))
        assert {one["actorEmail"] for one in found} == {f"ann{n}@acme.example" for n in range(5)}

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ({"tenantSlug": "acme"}, 10),
            ({"q": "tenant:acme,globex actor:ann1@acme.example"}, 4),
            ({"action": "nothing.*"}, 0),
            ({"actorEmail": "nobody@acme.example"}, 0),
            ({"since": "2026-11-23T10:00:00.000Z"}, 30),
            ({"until": "2026-11-23T10:00:00.000Z"}, 0),
        ],
    )
    async def test_filter(self, exports, tell, signer, asked, expected):
        """What the list would show; nothing is an export too."""
        await tell(30)
        (done,) = await exports.ended(await exports.ask(**asked))
        found = verify(exports.path(done), verifier=signer.verifier)
        assert (done.entries, found.manifest.entries) == (expected, expected)

    async def test_what_comes_later(self, exports, tell):
        """An export is of the log as it was when it was asked for."""
        await tell(6)
        asked = await exports.ask()
        await tell(6)
        (done,) = await exports.ended(asked)
        assert (done.entries, done.log_size) == (6, 6)

    async def test_before_any_entry(self, exports, signer):
        """Of an empty log as well."""
        (done,) = await exports.ended(await exports.ask())
        assert verify(exports.path(done), verifier=signer.verifier).log.size == 0

    async def test_an_erased_person(self, exports, tell, timeline, signer):
        """Reads so, and is proven nevertheless."""
        await tell(10)
        person = await timeline.database["persons"].find_one({})
        await timeline.database["persons"].delete_one({"_id": person["_id"]})
        (done,) = await exports.ended(await exports.ask())
        emails = [one["actorEmail"] for one in rows(exports.path(done))]
        assert emails.count("[erased]") == 2
        assert verify(exports.path(done), verifier=signer.verifier).manifest.entries == 10

    async def test_a_changed_entry(self, exports, tell, timeline, signer):
        """What was changed in the database can't be proven: the file says so."""
        await tell(9)
        row = await timeline.database["entries"].find_one({"metadata.number": 4})
        await timeline.database["entries"].update_one(
            {"_id": row["_id"]}, {"$set": {"outcome": "denied"}}
        )
        (done,) = await exports.ended(await exports.ask())
        with pytest.raises(Tampered, match=r"^Entry 5 of the export \(index 4 .*was changed"):
            verify(exports.path(done), verifier=signer.verifier)

    async def test_parts(self, exports, tell):
        """What was written on the way is gone in the end."""
        await tell(9)
        asked = await exports.ask()
        # Not `ended`: that stops its writer as soon as the file is there, so perhaps before this.
        work = asyncio.create_task(exports.exporter().run())

        async def left():
            # Folders go while they are looked into.
            with suppress(FileNotFoundError):
                folder = exports.folder / asked.id
                return [one.suffix for one in folder.rglob("*") if one.is_file()]

        try:
            await eventually(left, until=lambda seen: seen == [".zip"])
        finally:
            await end([work])


class TestSurviving:
    @pytest.mark.parametrize("seed", range(3))
    async def test_killed(self, exports, tell, signer, seed, monkeypatch):
        """However often its writer is cut down, the file is whole and has every entry once."""
        monkeypatch.setattr("audit.exports.walk._PICKED", 10)
        for _ in range(4):
            await tell(15)
        dice = random.Random(seed)
        asked = await exports.ask()
        for number in range(6):
            work = asyncio.create_task(exports.exporter(f"{number}").run())
            await asyncio.sleep(dice.random() * 0.15)
            await end([work])
        (done,) = await exports.ended(asked)
        assert [one["index"] for one in rows(exports.path(done))] == list(range(60))
        assert verify(exports.path(done), verifier=signer.verifier).manifest.entries == 60

    async def test_a_stale_writer(self, exports, tell, signer):
        """Who goes on after somebody took over changes nothing."""
        await tell(9)
        asked = await exports.ask()
        (stale,) = await exports.store.waiting_of_all()
        (done,) = await exports.ended(asked)
        await exports.exporter("stale").advance(stale, epoch=0)
        assert (await exports.read(done)).version == done.version
        assert verify(exports.path(done), verifier=signer.verifier).manifest.entries == 9

    async def test_no_place(self, exports, tell, monkeypatch):
        """Where nothing can be written, the export fails and says so; the service goes on."""
        monkeypatch.setattr("audit.exports.exporter._RETRY_SECONDS", 0.01)
        exports.folder.write_text("no folder")
        await tell(3)
        (failed,) = await exports.ended(await exports.ask())
        assert (failed.state, failed.reason) == ("failed", "Its files can't be written.")
        exports.folder.unlink()
        (done,) = await exports.ended(await exports.ask())
        assert done.state == "done"

    async def test_in_turns(self, exports, tell, monkeypatch):
        """A small one doesn't wait for a large one to end."""
        monkeypatch.setattr("audit.exports.walk._PICKED", 1)
        monkeypatch.setattr("audit.exports.walk._SEALS_AT_ONCE", 1)
        for _ in range(12):
            await tell(1, metadata={})
        asked = [await exports.ask(), await exports.ask(q="action:no.thing")]
        large, small = await exports.ended(*asked)
        assert (large.state, small.state) == ("done", "done")
        assert large.finished_at >= small.finished_at


class TestLimits:
    async def test_at_a_time(self, exports, operator):
        """A person has three written at a time; the fourth is told when to come again."""
        with acting_as(operator):
            for _ in range(3):
                await exports.ask()
            with pytest.raises(Fault) as refused:
                await exports.ask()
        assert refused.value.reason == "too_many_exports"
        assert refused.value.retry_after_seconds
        await exports.ask()

    async def test_too_many_entries(self, exports, tell):
        """Then it fails, and says what to do."""
        await tell(12)
        (failed,) = await exports.ended(await exports.ask(), most=10)
        assert failed.state == "failed"
        assert "More than 10 entries match" in failed.reason

    @pytest.mark.parametrize(
        ("asked", "field"), [({"q": "tenant:A!"}, "q"), ({"action": "X"}, "filter.action")]
    )
    async def test_malformed(self, exports, asked, field):
        """Before anything is stored, by the field's name."""
        with pytest.raises(Fault) as refused:
            await exports.send(filter=asked)
        assert refused.value.errors[0].field == field
        assert await exports.store.waiting_of_all() == []


class TestAudited:
    async def test_one_entry(self, exports, tell, timeline, operator):
        """Who exported what is on the timeline, once, and what was asked is sealed for them."""
        await tell(3)
        await timeline.published()
        with acting_as(operator):
            asked = await exports.ask(actorEmail="ann1@acme.example")
        await exports.ended(asked)
        (told,) = [json.loads(one.payload) for one in await timeline.published()]
        assert (told["action"], told["resourceId"]) == ("audit.exported", asked.id)
        assert told["actorEmail"] == operator.email
        assert told["metadata"]["filter"] == {"actorEmail": "ann1@acme.example"}


class TestScopes:
    async def test_whose_entries(self, exports, tell, member_of):
        """A tenant's admin exports that tenant's, and nobody else finds the export."""
        await tell(30)
        admin = member_of(acme="admin", globex="member")
        with acting_as(admin):
            asked = await exports.ask()
        assert (asked.tenant_slug, asked.partner_slug) == ("acme", "")
        (done,) = await exports.ended(asked)
        assert {one["tenantSlug"] for one in rows(exports.path(done))} == {"acme"}
        for actor, is_found in ((admin, True), (member_of(globex="owner"), False)):
            with acting_as(actor):
                found = (await exports.rpcs.list_exports(ListExportsRequest())).items
                assert [one.id for one in found] == ([done.id] if is_found else [])
                if not is_found:
                    with pytest.raises(Fault) as refused:
                        await exports.rpcs.get_export(GetExportRequest(id=done.id))
                    assert refused.value.reason == "export_not_found"

    async def test_several_tenants(self, exports, member_of):
        """Who runs several says which one."""
        with acting_as(member_of(acme="admin", globex="owner")):
            with pytest.raises(Fault) as refused:
                await exports.ask()
            assert refused.value.errors[0].field == "filter.tenantSlug"
            assert (await exports.ask(tenantSlug="globex")).tenant_slug == "globex"

    async def test_partner(self, exports, tell, partner_of):
        """A partner's is of the partner's tenants; of none, of nothing."""
        await tell(6)
        with acting_as(partner_of("north")):
            asked = await exports.ask()
        (done,) = await exports.ended(asked)
        assert (done.partner_slug, done.entries) == ("north", 0)

    async def test_operators(self, exports, tell, operator, member_of):
        """What an operator exports is of everybody, and no tenant learns of it."""
        await tell(6)
        with acting_as(operator):
            asked = await exports.ask(tenantSlug="acme")
        with acting_as(member_of(acme="admin")):
            assert (await exports.rpcs.list_exports(ListExportsRequest())).items == []
        (done,) = await exports.ended(asked)
        assert done.entries == 2

    async def test_pages(self, exports):
        """The newest first, each once."""
        asked = [(await exports.ask()).id for _ in range(3)]
        found, cursor = [], None
        while True:
            page = await exports.rpcs.list_exports(ListExportsRequest(cursor=cursor, limit=1))
            found += [one.id for one in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert found == asked[::-1]


class TestLinks:
    async def test_good(self, exports, tell):
        """A link tells where the file is, without anybody's name."""
        await tell(3)
        (done,) = await exports.ended(await exports.ask("csv"))
        opened = await exports.open(done.id, done.download)
        assert (exports.folder / opened.path).stat().st_size == opened.bytes == done.bytes
        assert opened.name.endswith("-csv.zip")

    async def test_refused(self, exports, tell):
        """Changed, for another file, or when its time is over."""
        await tell(3)
        one, other = await exports.ended(await exports.ask(), await exports.ask())
        changed = one.download[:-9] + ("A" if one.download[-9] != "A" else "B") + one.download[-8:]
        for identity, link in ((one.id, changed), (other.id, one.download), (one.id, "x=1")):
            with pytest.raises(Fault) as refused:
                await exports.open(identity, link)
            assert refused.value.reason == "download_link_refused"
        with pytest.raises(Fault, match="time is over"):
            exports.tickets(later=timedelta(minutes=16)).check(one.id, exports.ticket(one.download))
        exports.tickets(later=timedelta(minutes=14)).check(one.id, exports.ticket(one.download))

    async def test_expired(self, exports, tell):
        """After its time the file is gone, and the link with it."""
        await tell(3)
        (done,) = await exports.ended(await exports.ask(), kept=timedelta(seconds=2))
        assert done.state == "done"
        work = asyncio.create_task(exports.exporter().run())
        expired = await eventually(
            lambda: exports.read(done), until=lambda seen: seen.state == "expired"
        )

        async def files():
            return list((exports.folder / done.id).rglob("*"))

        await eventually(files, until=lambda seen: not seen)
        await end([work])
        assert expired.download is None
        with pytest.raises(Fault) as refused:
            await exports.rpcs.open_export(
                OpenExportRequest(id=done.id, ticket=exports.ticket(done.download))
            )
        assert refused.value.reason == "download_link_refused"


def test_places_for_files():
    """A URL that is none is refused with what it should be."""
    for url in ("file://host/x", "x", "ftp://x/y"):
        with pytest.raises(ValueError, match=r"should be file|no place for files"):
            files_at(url)
