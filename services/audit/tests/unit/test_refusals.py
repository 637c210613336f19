"""What is no entry."""

import json

import pytest
from audit.entries import entry_of
from audit.places import place_of
from audit.rules import Refused
from chassis import now

SUBJECT = "audit.billing.acme.invoice.paid"


def reason(body, *, subject=SUBJECT):
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(Refused) as refused:
        entry_of(subject, payload, sequence=1, received_at=now())
    return str(refused.value)


class TestBodies:
    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (b"", "not JSON"),
            (b"no JSON", "not JSON"),
            (b"{", "not JSON"),
            (b"[]", "valid dictionary"),
            (b"null", "valid dictionary"),
            (b'"text"', "valid dictionary"),
            (b"\xff\xfe{}", "not valid Unicode"),
            (b'{"actorName": "\\ud800"}', "not valid Unicode"),
            (b'{"actorName": "a", "actorName": "b"}', "'actorName' occurs twice"),
            (b'{"metadata": {"a": NaN}}', "NaN"),
            (b'{"metadata": {"a": 1e999}}', "finite"),
            (b"[" * 20_000, "nested too deeply"),
            (b'{"metadata": {"a": ' + b"9" * 5000 + b"}}", "too many digits"),
        ],
    )
    def test_no_object(self, body, said):
        """What isn't one well-formed JSON object is refused."""
        assert said in reason(body)

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"actorEmial": "ann@acme.example"}, "actorEmial"),
            ({"stream": "AUDIT", "seq": 1}, "stream"),
            ({"stream": "AUDIT", "seq": 1, "domain": "x", "duplicate": True}, "duplicate"),
            ({"outcome": 7}, "outcome"),
            ({"outcome": None}, "outcome"),
            ({"outcome": "ok"}, "outcome"),
            ({"id": "17"}, "id"),
            ({"actorType": "robot"}, "actorType"),
            ({"actorName": "x" * 501}, "actorName"),
            ({"metadata": []}, "metadata"),
            ({"metadata": {"a": 2**64}}, "metadata"),
            ({"metadata": {"a\0b": 1}}, "metadata"),
            ({"metadata": {"a": {"b\0": 1}}}, "metadata"),
            ({"sequence": 1}, "sequence"),
            ({"receivedAt": "2026-11-23T10:00:00Z"}, "receivedAt"),
        ],
    )
    def test_against_the_contract(self, body, field):
        """The reason names the field; a stream's acknowledgement is no entry either."""
        assert f"{field}: " in reason(body)

    def test_deep(self):
        """Metadata may nest, but not without end."""
        deep = {}
        for _ in range(70):
            deep = {"a": deep}
        assert "metadata: JSON should not nest" in reason({"metadata": deep})

    def test_several(self):
        """Each fault is named."""
        said = reason({"outcome": 7, "actorEmial": ""})
        assert "outcome: " in said
        assert "actorEmial: " in said


class TestContradictions:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("action", "invoice.refunded"),
            ("action", ""),
            ("tenantSlug", "globex"),
            ("tenantSlug", ""),
            ("source", "tenant"),
            ("source", "Billing"),
        ],
    )
    def test_refused(self, field, value):
        """Permissions guard subjects: a body that says otherwise is refused, in both words."""
        said = reason({field: value})
        assert said.startswith(f"{field}: ")
        assert repr(value) in said

    def test_no_tenant(self):
        """Who speaks of no tenant in the subject can't name one in the body."""
        said = reason({"tenantSlug": "acme"}, subject="audit.billing._.invoice.paid")
        assert said.startswith("tenantSlug: ")


class TestSubjects:
    @pytest.mark.parametrize(
        "subject",
        [
            "audit.billing.acme",
            "audit.billing.acme.paid",
            "audit.billing",
            "event.billing.acme.invoice.paid",
            "audit.billing.acme.invoice..paid",
            "audit.billing.acme.Invoice.Paid",
            "audit.Billing.acme.invoice.paid",
            "audit.billing.acme.invoice-paid.now",
            "audit.bill,ing.acme.invoice.paid",
            f"audit.{'a' * 64}.acme.invoice.paid",
            f"audit.billing.{'a' * 64}.invoice.paid",
            f"audit.billing.acme.invoice.{'a' * 200}",
        ],
    )
    def test_refused(self, subject):
        """A source, a tenant, and an action of a noun and a verb: else it is no entry's subject."""
        assert "subject" in reason({}, subject=subject) or "not audit." in reason(
            {}, subject=subject
        )

    def test_paths(self):
        """Each beginning of the action can be asked for."""
        assert place_of("audit.gateway._.flag.rule.changed").action_paths == [
            "flag.*",
            "flag.rule.*",
            "flag.rule.changed",
        ]
