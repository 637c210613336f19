"""Erasures are certified, completed after a crash, and noticed by every instance."""

import json
from datetime import timedelta

import pytest
from audit.erasure.eraser import Eraser
from audit.persons.declared import Declarations
from audit.persons.keyring import Keyring
from audit.persons.master import MasterKeys
from audit.persons.store import PersonStore
from audit.persons.veil import Veil
from contracts.audit.v1 import ListErasuresRequest
from contracts.faults import Fault, Unavailable
from transparency import NoteRefused, Verifier

ANN = {"actorEmail": "ann@acme.example", "actorName": "Ann Arbor"}
ERASED = "[erased]"


async def erasing(erasures):
    """Return the only erasure as it is stored."""
    (erasure,) = (await erasures.list_erasures(ListErasuresRequest())).items
    return erasure


def killed(monkeypatch, step):
    """Let the service be killed when it comes to a step of the erasure."""

    async def die(*_told, **_more):
        raise Unavailable("killed")

    monkeypatch.setattr(Eraser, step, die)


class TestCertificate:
    async def test_counts(self, tell, erase):
        """Entries are counted by tenant and by field."""
        await tell(**ANN)
        await tell("audit.billing.globex.invoice.paid", actorEmail=ANN["actorEmail"])
        await tell("audit.billing._.rate.set", resourceName="For ann@acme.example")
        erasure = await erase("ann@acme.example")
        assert (erasure.status, erasure.entries) == ("erased", 3)
        assert {one.value: one.entries for one in erasure.tenants} == {
            "": 1,
            "acme": 1,
            "globex": 1,
        }
        assert {one.value: one.entries for one in erasure.fields} == {
            "actorEmail": 2,
            "actorName": 1,
            "resourceName": 1,
        }

    async def test_signed(self, tell, erase, operator, signer):
        """Its text is signed with the log's key, in the name of its erasures, and says it all."""
        await tell(**ANN)
        erasure = await erase("ann@acme.example")
        verifier = Verifier.read(erasure.public_key)
        assert str(verifier) == str(signer.verifier.named("tests.example/audit/erasures"))
        origin, said, end = verifier.text_of(erasure.certificate).split("\n")
        assert (origin, end) == ("tests.example/audit/erasures", "")
        told = erasure.dump()
        del told["certificate"], told["publicKey"]
        assert json.loads(said) == told
        assert (told["by"], told["reason"]) == (operator.id, "Request 17")
        with pytest.raises(NoteRefused):
            verifier.text_of(erasure.certificate.replace('"entries":1', '"entries":0'))

    async def test_tells_nothing(self, tell, erase):
        """Nothing in it is of the person."""
        await tell(actorId="shop-7", **ANN)
        erasure = await erase("ann@acme.example")
        text = erasure.dump_json().decode().lower()
        assert [one for one in ("ann@", "arbor", "shop-7") if one in text] == []

    async def test_remainders(self, tell, erase):
        """It says where copies may be and until when: as long as the streams are told to keep."""
        await tell(**ANN)
        erasure = await erase("ann@acme.example")
        until = {
            one.place: one.until and one.until - erasure.erased_at for one in erasure.remainders
        }
        assert until == {
            "stream AUDIT": timedelta(days=30),
            "stream EVENTS": timedelta(days=30),
            "stream DEAD": timedelta(days=30),
            "dead letters": timedelta(days=30),
            "outboxes": timedelta(days=30),
            "exports": timedelta(hours=24),
            "elsewhere": None,
            "saved searches": None,
            "repeated answers": timedelta(hours=24),
        }


class TestKilled:
    @pytest.mark.parametrize("step", ["destroy", "complete"])
    async def test_completed(self, timeline, tell, erase, erasures, eraser_at, monkeypatch, step):
        """Begun is done: the sweep finishes what nobody does any more, with its certificate."""
        await tell(**ANN)
        with monkeypatch.context() as dying:
            killed(dying, step)
            if step == "destroy":
                with pytest.raises(Fault):
                    await erase("ann@acme.example")
            else:
                assert (await erase("ann@acme.example")).status == "erasing"
        assert (await erasing(erasures)).certificate == ""
        assert await eraser_at().sweep() == 0, "somebody may still be at it"
        assert await eraser_at(timedelta(seconds=11)).sweep() == 1
        erasure = await erasing(erasures)
        assert (erasure.status, erasure.entries, bool(erasure.certificate)) == ("erased", 1, True)
        assert [one.actor_email for one in await timeline.entries()] == [ERASED]
        assert await timeline.entries(q="ann") == []

    async def test_asked_again(self, timeline, tell, erase, erasures, monkeypatch):
        """Asking again completes it as well, under the same id and with one entry."""
        await tell(**ANN)
        await timeline.published()
        with monkeypatch.context() as dying:
            killed(dying, "destroy")
            with pytest.raises(Fault):
                await erase("ann@acme.example")
        erasure = await erase("ann@acme.example")
        assert erasure == await erasing(erasures)
        assert erasure.status == "erased"
        assert len(await timeline.published()) == 1

    async def test_bus_away(self, tell, erase, eraser_at, erasures, monkeypatch):
        """Without the bus nobody knows what remains: destroyed at once, certified later."""
        await tell(**ANN)
        with monkeypatch.context() as away:
            killed(away, "complete")
            await erase("ann@acme.example")

        async def nobody(_moment):
            raise Unavailable("no bus")

        with pytest.raises(Unavailable):
            await eraser_at(timedelta(seconds=11), remainders=nobody).sweep()
        assert (await erasing(erasures)).status == "erasing"
        await eraser_at(timedelta(seconds=11)).sweep()
        assert (await erasing(erasures)).status == "erased"

    async def test_certified_once(self, tell, erase, eraser_at, erasures):
        """Two that complete it at the same time leave one certificate."""
        await tell(**ANN)
        first = await erase("ann@acme.example")
        stale = (await eraser_at()._store.one_of_all(first.id)).model_copy(deep=True)
        stale.version -= 1
        assert (await eraser_at().complete(stale)).certificate == first.certificate
        assert (await erasing(erasures)) == first


class TestSettle:
    async def test_stragglers(self, timeline, tell, erase, eraser_at):
        """What an instance stored with a destroyed key is found by no word a minute later."""
        await tell(**ANN)
        row = await timeline.database["entries"].find_one({})
        await erase("ann@acme.example")
        await timeline.database["entries"].insert_one({**row, "_id": "straggler"})
        assert await eraser_at(timedelta(seconds=61)).sweep() == 1
        straggler = await timeline.database["entries"].find_one({"_id": "straggler"})
        assert [word for word in straggler["words"] if word.startswith("~")] == []

    async def test_closed(self, timeline, tell, erase, eraser_at):
        """Once nothing remains anywhere, nothing says any more who was erased."""
        await tell(**ANN)
        erasure = await erase("ann@acme.example")
        for days, done in ((1, 1), (29, 0), (31, 1), (32, 0)):
            assert await eraser_at(timedelta(days=days)).sweep() == done, days
        stored = await timeline.database["erasures"].find_one({})
        assert "asked" not in stored
        assert stored["certificate"] == erasure.certificate
        with pytest.raises(Fault) as refused:
            await erase("ann@acme.example")
        assert refused.value.reason == "person_unknown"


class TestInstances:
    async def test_two(self, timeline, tell, erase):
        """Another instance that has the key at hand forgets it within half a second."""
        elapsed = 0.0
        keys = MasterKeys.read(timeline.chassis.settings.master_keys)
        keyring = Keyring(PersonStore(), keys, elapsed=lambda: elapsed)
        other = Veil(keyring, Declarations())
        await tell(**ANN)
        (row,) = await timeline.database["entries"].find({}).to_list()
        await timeline.veil.lift([row])
        (before,) = await other.cover([row])
        (person,) = (await erase("ann@acme.example")).people
        (cached,) = await other.cover([row])
        elapsed = 0.5
        (after,) = await other.cover([row])
        assert (before["actorKey"], cached["actorKey"]) == (person, person)
        assert after["actorKey"] != person
        await timeline.veil.lift([cached, after])
        assert (cached["actorEmail"], after["actorEmail"]) == (ERASED, ANN["actorEmail"])

    async def test_own(self, timeline, tell):
        """The instance that erases forgets the key at once."""
        await tell(**ANN)
        keyring = timeline.veil._keyring
        handle = "email|ann@acme.example"
        before = (await keyring.for_writing([handle]))[handle]
        await keyring.destroy([before[0]])
        assert (await keyring.for_writing([handle]))[handle] != before
