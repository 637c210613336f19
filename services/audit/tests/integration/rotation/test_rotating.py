"""Master keys are rotated while entries stay readable."""

import base64

import pytest
from audit.persons.declared import Declarations
from audit.persons.keyring import Keyring
from audit.persons.master import MasterKeyMissing, MasterKeys
from audit.persons.store import PersonStore
from audit.persons.veil import Veil
from audit.rotation.rewrapping import Rewrapping
from audit.rotation.service import MasterKeyService
from audit.rotation.store import WrappedStore
from bus import Client
from contracts.audit.v1 import ListMasterKeysRequest, MasterKeyServiceClient

PAID = "audit.billing.acme.invoice.paid"
NEW = "new:" + base64.b64encode(b"n" * 32).decode()
ANOTHER = "tests:" + base64.b64encode(b"x" * 32).decode()


@pytest.fixture
def old(timeline):
    """Give the settings' master key."""
    return timeline.chassis.settings.master_keys[0]


def rewrapping(*texts, at_once=500):
    return Rewrapping(WrappedStore(), MasterKeys.read(texts), at_once=at_once)


async def progress(*texts):
    told = await MasterKeyService(WrappedStore(), MasterKeys.read(texts)).list_master_keys(
        ListMasterKeysRequest()
    )
    items = [(one.name, one.current, one.known, one.wrapped) for one in told.items]
    return told.remaining, items


async def tell(timeline, people):
    told = [
        timeline.delivery(PAID, {"actorEmail": f"person{one}@acme.example"})
        for one in range(people)
    ]
    assert not any(await timeline.record(*told))


def readable(*texts):
    """Give what an instance with these master keys reads with."""
    return Veil(Keyring(PersonStore(), MasterKeys.read(texts)), Declarations())


class TestRewrap:
    async def test_all(self, timeline, old):
        """Afterwards the new key alone reads everything, and finds it."""
        await tell(timeline, 5)
        assert await rewrapping(NEW, old).sweep() == 6, "five people and the secret of hashes"
        veil = readable(NEW)
        rows = await timeline.database["entries"].find({}).to_list()
        await veil.lift(rows)
        assert sorted(row["actorEmail"] for row in rows) == [
            f"person{one}@acme.example" for one in range(5)
        ]
        assert await veil.actor_key("person3@acme.example") != "nobody"
        with pytest.raises(MasterKeyMissing):
            await readable(old).lift(await timeline.database["entries"].find({}).to_list())

    async def test_goes_on(self, timeline, old):
        """A part at a time, by whichever instance, until nothing remains; the count shows it."""
        await tell(timeline, 5)
        remaining = []
        while True:
            remaining.append((await progress(NEW, old))[0])
            if not await rewrapping(NEW, old, at_once=2).sweep():
                break
        assert remaining == [6, 3, 1, 0]

    async def test_nothing_to_do(self, timeline, old):
        """With one key there is nothing to wrap anew."""
        await tell(timeline, 2)
        assert await rewrapping(old).sweep() == 0
        assert await progress(old) == (0, [("tests", True, True, 3)])

    async def test_in_between(self, timeline, old):
        """Half done, entries are read with both keys; who is new is wrapped by the new one."""
        await tell(timeline, 4)
        await rewrapping(NEW, old, at_once=2).sweep()
        veil = readable(NEW, old)
        rows = await timeline.database["entries"].find({}).to_list()
        await veil.lift(rows)
        assert all(row["actorEmail"] for row in rows)
        await veil._keyring.for_writing(["email|new@acme.example"])
        assert await progress(NEW, old) == (
            2,
            [("new", True, True, 4), ("tests", False, True, 2)],
        )

    async def test_another_key_of_that_name(self, timeline, old):
        """What can't be unwrapped stays as it is: the right key still reads it."""
        await tell(timeline, 2)
        assert await rewrapping(NEW, ANOTHER).sweep() == 0
        rows = await timeline.database["entries"].find({}).to_list()
        await readable(old).lift(rows)
        assert all(row["actorEmail"] for row in rows)

    async def test_erased_meanwhile(self, timeline, old, monkeypatch):
        """A key that is destroyed while it is wrapped anew stays destroyed."""
        await tell(timeline, 1)
        store = WrappedStore()
        replace = store.replace_in_all

        async def destroyed_first(kind, fresh):
            await PersonStore().destroy_all([row["_id"] for row, _ in fresh])
            await replace(kind, fresh)

        monkeypatch.setattr(store, "replace_in_all", destroyed_first)
        await Rewrapping(store, MasterKeys.read([NEW, old])).sweep()
        assert await timeline.database["persons"].count_documents({}) == 0


class TestListMasterKeys:
    async def test_missing(self, timeline):
        """A key that the settings lack is told with what it wrapped."""
        await tell(timeline, 2)
        assert await progress(NEW) == (3, [("new", True, True, 0), ("tests", False, False, 3)])

    async def test_no_key(self, timeline, old):
        """Over the bus it tells names and counts, and nothing of a key."""
        client = MasterKeyServiceClient(Client(timeline.connection))
        told = await client.list_master_keys(ListMasterKeysRequest())
        assert [one.name for one in told.items] == ["tests"]
        assert old.partition(":")[2] not in told.dump_json().decode()
