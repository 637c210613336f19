"""From a message to an entry."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from audit.entries import entry_of
from audit.rules import Refused
from contracts.audit.v1 import Entry, Publication
from hypothesis import given
from hypothesis import strategies as st

RECEIVED = datetime(2026, 11, 23, 10, 0, 0, 123_456, tzinfo=UTC)
SUBJECT = "audit.billing.acme.invoice.paid"
ID = "0199f3a0-0000-7000-8000-00000000000a"

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "id": st.uuids().map(str) | st.uuids().map(lambda one: str(one).upper()) | TEXT,
        "at": st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat) | TEXT,
        "actorType": st.sampled_from(["user", "external", "robot"]),
        "actorEmail": TEXT,
        "actorName": TEXT | st.none(),
        "outcome": st.sampled_from(["success", "failure", "denied", ""]),
        "resourceName": TEXT,
        "tenantSlug": st.sampled_from(["acme", "globex", ""]),
        "source": st.sampled_from(["billing", "tenant"]),
        "action": st.sampled_from(["invoice.paid", "invoice"]),
        "externalId": TEXT,
        "metadata": st.dictionaries(TEXT, JSON, max_size=3),
        "sequence": st.integers(),
    },
)


def told(body, *, subject=SUBJECT, **place):
    payload = json.dumps(body).encode()
    return entry_of(subject, payload, **{"sequence": 7, "received_at": RECEIVED, **place})


class TestEntryOf:
    def test_nothing_but_a_subject(self):
        """The subject alone makes an entry; everything else has a default."""
        entry = told({})
        assert (entry["source"], entry["tenantSlug"], entry["action"]) == (
            "billing",
            "acme",
            "invoice.paid",
        )
        assert (entry["actorType"], entry["outcome"], entry["metadata"]) == (
            "external",
            "success",
            {},
        )

    def test_what_was_told(self):
        """What the source tells is kept as told."""
        entry = told({"actorName": "Ann", "outcome": "failure", "metadata": {"a": [1, None]}})
        assert (entry["actorName"], entry["outcome"], entry["metadata"]) == (
            "Ann",
            "failure",
            {"a": [1, None]},
        )

    def test_place(self):
        """The stream says when it was received, and where it stands."""
        entry = told({})
        assert (entry["receivedAt"], entry["sequence"]) == (
            RECEIVED.replace(microsecond=123_000),
            7,
        )

    def test_no_tenant(self):
        """An entry may concern no tenant."""
        assert told({"tenantSlug": ""}, subject="audit.billing._.rate.set")["tenantSlug"] == ""

    def test_email_in_lower_case(self):
        """Addresses are compared in lower case."""
        assert told({"actorEmail": "Ann@Acme.Example"})["actorEmail"] == "ann@acme.example"

    @given(BODIES)
    def test_an_entry_or_a_refusal(self, body):
        """What comes out is an Entry by its contract, with what its queries need beside it."""
        try:
            stored = told(body)
        except Refused:
            return
        beside = {"_id", "words", "actionPaths", "event"}
        shown = {name: value for name, value in stored.items() if name not in beside}
        entry = Entry.model_validate(shown | {"id": stored["_id"]}, extra="forbid")
        assert Entry.parse(entry.dump_json()) == entry
        said = Publication.parse(json.dumps(body)).dump()
        kept = {"at": entry.at, "id": entry.id, "actorEmail": entry.actor_email} | entry.dump()
        for name in said.keys() - {"at", "id", "actorEmail"}:
            assert kept[name] == said[name]


class TestIds:
    def test_given(self):
        """A given id is kept, in lower case."""
        assert told({"id": ID.upper()})["_id"] == ID

    @pytest.mark.parametrize("message_id", [ID, ID.upper(), ID.replace("-", "")])
    def test_of_the_message(self, message_id):
        """Without one it is the message's, wherever in the stream it stands."""
        assert told({}, message_id=message_id)["_id"] == ID
        assert told({}, message_id=message_id, sequence=8)["_id"] == ID

    def test_given_and_of_the_message(self):
        """A given one counts for more."""
        assert told({"id": ID}, message_id=str(uuid.uuid4()))["_id"] == ID

    @pytest.mark.parametrize("message_id", ["", "17", "invoice-17"])
    def test_no_id_of_the_message(self, message_id):
        """What is no UUID identifies nothing: sources count from 1, and begin again."""
        assert told({}, message_id=message_id) == told({})

    def test_by_place(self):
        """Without one the place in the stream makes the id: the same on redelivery."""
        assert told({}) == told({})
        assert uuid.UUID(told({})["_id"])

    @given(st.integers(1, 2**53 - 1), st.integers(0, 10**6))
    def test_another_place(self, sequence, microseconds):
        """Another place is another id, also in a stream that was made anew."""
        other = RECEIVED + timedelta(microseconds=microseconds)
        same = (sequence, other) == (7, RECEIVED)
        again = told({}, sequence=sequence, received_at=other)
        assert (again["_id"] == told({})["_id"]) == same

    def test_event(self):
        """A source's own id names the event within that source, of a stranger's per tenant."""
        assert told({"externalId": "a:b"})["event"] == "billing:acme:a:b"
        ours = told({"externalId": "a:b"}, subject="audit.authentik.acme.user.created")
        assert ours["event"] == "authentik:a:b"
        assert "event" not in told({"externalId": ""})
