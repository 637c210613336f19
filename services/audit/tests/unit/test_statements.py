"""What one message tells of."""

import json
from datetime import UTC, datetime

import pytest
from audit.intake.statements import statements_of
from audit.rules import Refused
from bus import Delivery


def delivery(subject, body):
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()
    at = datetime(2026, 11, 23, 10, tzinfo=UTC)
    return Delivery(subject, payload, {"Nats-Msg-Id": "m1"}, 7, 1, at, None)


def told(subject, *entries):
    found = statements_of(delivery(subject, {"entries": list(entries)}))
    return [statement.told()[0] for statement in found]


class TestAlone:
    def test_a_message(self):
        """It is read later, as it came; its id is the entry's."""
        (only,) = statements_of(delivery("audit.shop.acme.cart.paid", b"junk"))
        assert only.told() == ("audit.shop.acme.cart.paid", b"junk")
        assert (only.part, only.message_id) == (None, "m1")


class TestMany:
    def test_a_tenants(self):
        """The subject names source and tenant, each entry its action; the id is the message's."""
        found = list(
            statements_of(
                delivery("audit.shop.acme.bulk", {"entries": [{"action": "cart.paid"}] * 2})
            )
        )
        assert [one.told()[0] for one in found] == ["audit.shop.acme.cart.paid"] * 2
        assert [(one.part, one.message_id) for one in found] == [(0, ""), (1, "")]

    def test_no_tenants(self):
        """Under `_` none belongs to a tenant: a body that names one contradicts its subject."""
        entry = {"action": "cart.paid", "tenantSlug": "acme"}
        assert told("audit.shop._.bulk", entry) == ["audit.shop._.cart.paid"]

    def test_several_tenants(self):
        """Under `-` each names its own, or none."""
        entries = [{"action": "cart.paid", "tenantSlug": slug} for slug in ("acme", "globex", "")]
        entries.append({"action": "cart.paid"})
        assert told("audit.shop.-.bulk", *entries) == [
            "audit.shop.acme.cart.paid",
            "audit.shop.globex.cart.paid",
            "audit.shop._.cart.paid",
            "audit.shop._.cart.paid",
        ]

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (b"junk", "not JSON"),
            (b'{"entries": [], "entries": []}', "occurs twice"),
            ([], "entries"),
            ({}, "entries"),
            ({"entries": {}}, "entries"),
            ({"entries": [{}], "more": 1}, "nothing beside"),
            ({"entries": []}, "has 0 items"),
            ({"entries": [{}] * 501}, "has 501 items"),
        ],
    )
    def test_refused_whole(self, body, said):
        """What can't be taken apart is one dead letter."""
        with pytest.raises(Refused, match=said):
            statements_of(delivery("audit.shop.acme.bulk", body))

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            (17, "object"),
            ({}, "action"),
            ({"action": 7}, "action"),
            ({"action": "a.*"}, "action"),
            ({"action": "a.b", "tenantSlug": 7}, "tenantSlug"),
            ({"action": "a.b", "tenantSlug": "_"}, "tenantSlug"),
            ({"action": "a.b", "tenantSlug": "a.b"}, "tenantSlug"),
        ],
    )
    def test_refused_alone(self, entry, said):
        """What names no place of its own is refused with the field's name."""
        with pytest.raises(Refused, match=said):
            told("audit.shop.-.bulk", entry)

    def test_its_dead_letter(self):
        """It holds the one entry in the form it came in, and is the same at each delivery."""
        twice = [
            list(statements_of(delivery("audit.shop.acme.bulk", {"entries": [1, {"a": "ö"}]})))
            for _ in range(2)
        ]
        letters = [
            [one.letter("why", stream="AUDIT", durable="audit") for one in found] for found in twice
        ]
        assert [one.id for one in letters[0]] == [one.id for one in letters[1]]
        assert letters[0][0].id != letters[0][1].id
        assert json.loads(letters[0][1].body) == {"entries": [{"a": "ö"}]}
        assert (letters[0][1].subject, letters[0][1].reason) == ("audit.shop.acme.bulk", "why")
