"""People's keys, when more are told of than are at hand."""

import pytest
from audit.persons.at_hand import PeopleAtHand
from audit.persons.keyring import Keyring
from audit.persons.master import MasterKeys
from audit.persons.store import PersonStore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MASTER = MasterKeys.read(["tests:" + "bW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW0="])
PEOPLE = st.sampled_from([f"email|{name}@acme.example" for name in "abcdef"])
SUBJECTS = st.sampled_from(["subject|dezky|1", "subject|dezky|2", "subject|dezky|3"])


class Watched(PersonStore):
    """Counts what is asked and written."""

    def __init__(self):
        self.links = self.looks = 0

    async def link_all(self, links):
        self.links += 1
        await super().link_all(links)

    async def by_handles_of_all(self, hashed):
        self.looks += 1
        return await super().by_handles_of_all(hashed)


@pytest.fixture
def store(timeline):
    """The tables that the timeline has made."""
    del timeline
    return Watched()


class TestKeyring:
    @given(
        batches=st.lists(
            st.sets(st.tuples(PEOPLE, SUBJECTS), min_size=1, max_size=4), min_size=1, max_size=8
        ),
        most=st.integers(0, 3),
    )
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    async def test_few_at_hand(self, store, timeline, batches, most):
        """However few are: one key a person, for ever, and every subject is remembered."""
        del timeline
        keyring = Keyring(store, MASTER, at_hand=PeopleAtHand(most=most))
        seen = {}
        for batch in batches:
            people = {handle for handle, _ in batch}
            keys = await keyring.for_writing(people, links=batch)
            assert keys.keys() == people
            assert seen | keys == keys | seen
            seen |= keys
        rows = await store.by_handles_of_all([keyring.hashed(handle) for handle in seen])
        assert {row["_id"] for row in rows.values()} == {identity for identity, _ in seen.values()}
        for handle, subject in {pair for batch in batches for pair in batch}:
            assert keyring.hashed(subject) in rows[keyring.hashed(handle)]["links"]

    async def test_at_hand(self, store):
        """Whoever is at hand is neither asked for nor written again; those used last are."""
        keyring = Keyring(store, MASTER, at_hand=PeopleAtHand(most=2))
        ann, bob, eve = ("ann", "1"), ("bob", "2"), ("eve", "3")
        for pair in (ann, bob, ann, eve):
            await keyring.for_writing([pair[0]], links=[pair])
        store.looks = 0
        await keyring.for_writing(["ann", "eve"], links=[ann, eve])
        assert store.looks == 0
        await keyring.for_writing(["bob"], links=[bob])
        assert (store.looks, store.links) == (1, 0)
