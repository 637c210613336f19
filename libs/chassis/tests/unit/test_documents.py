"""A contract message as a document; each fact cost somebody an hour."""

import pytest
from chassis import as_contract
from pydantic import ValidationError


@pytest.fixture
def raw(moment):
    """Give what MongoDB returns, written by a newer version."""
    return {
        "_id": "1",
        "name": "savings",
        "balance": 5,
        "openedAt": moment,
        "owners": [{"person": "anna", "nickname": "a newer field"}],
        "version": 3,
        "outbox": [{"id": "e", "subject": "event.a._.b", "payload": "{}"}],
        "invented": "a newer field",
    }


class TestReadStored:
    def test_fields_of_a_newer_version_are_ignored(self, bank, raw):
        """Also inside nested messages, where `extra` on the class doesn't reach."""
        stored = bank.AccountDocument.read_stored(raw)
        assert stored.owners == [bank.Owner(person="anna")]

    def test_beanies_own_way_ignores_them_too(self, bank, raw):
        """Beanie validates without arguments."""
        assert bank.AccountDocument.model_validate(raw).balance == 5

    def test_the_identity_is_read(self, bank, raw):
        """`_id` is the field `id`."""
        assert bank.AccountDocument.read_stored(raw).id == "1"


class TestStoredDocument:
    def test_it_needs_no_database(self, bank):
        """Rules and unit tests make documents without one."""
        assert bank.AccountDocument(name="savings").version == 1

    def test_python_names_and_aliases_both_work(self, bank):
        """Code says `overdraft_limit`, storage says `overdraftLimit`."""
        stored = bank.AccountDocument(name="savings", overdraft_limit=10)
        assert stored.storable()["overdraftLimit"] == 10

    def test_code_may_pass_none_for_what_is_absent(self, bank):
        """As with every message."""
        assert bank.AccountDocument(name="savings", opened_at=None).opened_at is None

    def test_rules_hold(self, bank):
        """Ignoring unknown fields doesn't mean taking wrong values."""
        with pytest.raises(ValidationError):
            bank.AccountDocument(name="savings", balance="much")


class TestStorable:
    def test_the_identity_stays_underscored(self, bank):
        """`_id`, and no stray `id` beside it."""
        stored = bank.AccountDocument(id="1", name="savings").storable()
        assert ("_id" in stored, "id" in stored) == (True, False)

    def test_absent_is_left_out(self, bank):
        """Null and absent differ for partial indexes."""
        stored = bank.AccountDocument(name="savings").storable()
        assert None not in stored.values()

    def test_the_outbox_is_left_out(self, bank, raw):
        """It is only pushed to and pulled from."""
        assert "outbox" not in bank.AccountDocument.read_stored(raw).storable()

    def test_beanies_revision_is_left_out(self, bank):
        """The version is our own."""
        assert "revision_id" not in bank.AccountDocument.stored_names()

    def test_times_stay_times(self, bank, moment):
        """The database compares them."""
        stored = bank.AccountDocument(name="savings", opened_at=moment).storable()
        assert stored["openedAt"] == moment

    def test_edits_in_place_are_kept(self, bank):
        """Nothing depends on which fields were set."""
        account = bank.AccountDocument(name="savings")
        account.owners.append(bank.Owner(person="anna"))
        assert account.storable()["owners"] == [{"person": "anna"}]


class TestAsContract:
    def test_it_shows_no_storage(self, bank, raw):
        """Neither `_id` nor the outbox reaches a caller."""
        shown = as_contract(bank.Account, raw).dump()
        assert shown.keys() & {"_id", "outbox", "invented", "branch"} == set()

    def test_it_keeps_the_identity(self, bank, raw):
        """`_id` becomes the contract's `id`."""
        assert as_contract(bank.Account, raw).id == "1"

    def test_a_document_becomes_a_message(self, bank, raw):
        """A reply after a change is built from the document's own state."""
        document = bank.AccountDocument.read_stored(raw)
        assert type(as_contract(bank.Account, document.storable())) is bank.Account
