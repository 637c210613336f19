"""CloudEvents as entries; the events are made by CloudEvents' own SDK where it can."""

import json
from datetime import UTC, datetime

import pytest
from audit.entries import entry_of
from audit.intake.cloud_events import events_in, publication_of
from audit.intake.statements import statements_of
from audit.rules import Refused
from bus import Delivery
from cloudevents.core.bindings.http import to_binary_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
PLAIN = {"specversion": "1.0", "id": "17", "source": "/shop", "type": "cart.paid"}
STRUCTURED = {"Content-Type": "application/cloudevents+json; charset=UTF-8"}


def event(**more):
    attributes = {
        "id": "17",
        "source": "https://shop.example/eu",
        "type": "com.example.cart.paid",
        "subject": "cart 4711 €",
        "time": AT,
        "actoremail": "Ann@shop.example",
        "outcome": "failure",
        "traceparent": f"00-{'4b' * 16}-00f067aa0ba902b7-01",
        "region": "eu",
        "datacontenttype": "application/json",
    }
    return CloudEvent(attributes | more, data={"amount": 17, "currency": "EUR"})


def told(message, *, subject="audit.shop.acme.cart.paid"):
    delivery = Delivery(subject, message.body, message.headers, 7, 1, AT, None)
    (statement,) = statements_of(delivery)
    subject, body = statement.told()
    return entry_of(subject, body, sequence=7, received_at=AT)


def binary(payload=b"", **attributes):
    headers = {f"ce-{name}": value for name, value in (PLAIN | attributes).items()}
    return events_in(payload, headers)


class TestModes:
    @pytest.mark.parametrize("mode", [to_structured_event, to_binary_event])
    def test_of_the_sdk(self, mode):
        """Structured or binary: the same entry, and nothing of the event is lost."""
        entry = told(mode(event()))
        assert (entry["action"], entry["tenantSlug"], entry["source"]) == (
            "cart.paid",
            "acme",
            "shop",
        )
        assert (entry["at"], entry["actorEmail"], entry["outcome"], entry["resourceId"]) == (
            AT,
            "ann@shop.example",
            "failure",
            "cart 4711 €",
        )
        assert (entry["externalId"], entry["traceId"]) == (
            "https://shop.example/eu 17",
            "4b" * 16,
        )
        assert entry["metadata"] == {
            "cloudEvent": {
                "id": "17",
                "source": "https://shop.example/eu",
                "type": "com.example.cart.paid",
                "subject": "cart 4711 €",
                "region": "eu",
                "traceparent": f"00-{'4b' * 16}-00f067aa0ba902b7-01",
                "datacontenttype": "application/json",
            },
            "data": {"amount": 17, "currency": "EUR"},
        }

    def test_without_headers(self):
        """A structured event is known by itself, as before NATS had headers."""
        assert events_in(json.dumps(PLAIN).encode(), {}) == PLAIN

    @pytest.mark.parametrize("payload", [b"{}", b'{"metadata": {"specversion": "1.0"}}'])
    def test_no_event(self, payload):
        """An entry is no event, whatever its metadata speak of."""
        assert events_in(payload, {"Content-Type": "application/json"}) is None

    def test_escaped_headers(self):
        """Quotes and percent signs are undone; what isn't UTF-8 is refused."""
        assert binary(subject='"a \\"b\\""')["subject"] == 'a "b"'
        assert binary(subject="Euro%20%E2%82%AC%20%F0%9F%98%80")["subject"] == "Euro € 😀"
        with pytest.raises(Refused, match="subject"):
            binary(subject="%C0%A0")

    def test_data_that_is_no_json(self):
        """Text stays text; other bytes should come structured, in Base64."""
        assert binary(b"<a/>", datacontenttype="text/xml")["data"] == "<a/>"
        with pytest.raises(Refused, match="structured"):
            binary(b"\xff\x00", datacontenttype="image/png")
        with pytest.raises(Refused, match="not JSON"):
            binary(b"<a/>")

    def test_base64(self):
        """Kept as it is told."""
        told = publication_of(PLAIN | {"data_base64": "AAE="})
        assert told["metadata"]["dataBase64"] == "AAE="


class TestBatch:
    def test_each(self):
        """On a bulk subject the type is the action, and a tenant stands in an attribute."""
        batch = [PLAIN | {"id": str(number), "tenantslug": "acme"} for number in range(3)]
        delivery = Delivery(
            "audit.shop.-.bulk",
            json.dumps(batch).encode(),
            {"Content-Type": "application/cloudevents-batch+json"},
            7,
            1,
            AT,
            None,
        )
        found = list(statements_of(delivery))
        assert [one.told()[0] for one in found] == ["audit.shop.acme.cart.paid"] * 3
        assert [one.told()[1]["externalId"] for one in found] == ["/shop 0", "/shop 1", "/shop 2"]
        letter = found[1].letter("why", stream="AUDIT", durable="audit")
        assert json.loads(letter.body) == [batch[1]]
        assert letter.headers == delivery.headers


class TestRefused:
    @pytest.mark.parametrize(
        ("event", "said"),
        [
            ([], "object"),
            ({"specversion": "0.3"}, "specversion"),
            ({**PLAIN, "id": ""}, "id"),
            ({**PLAIN, "id": 17}, "id"),
            ({**PLAIN, "source": None}, "source"),
            ({name: PLAIN[name] for name in PLAIN if name != "type"}, "type"),
            ({**PLAIN, "Region": "eu"}, "Region"),
            ({**PLAIN, "region": ["eu"]}, "region"),
            ({**PLAIN, "share": 0.5}, "share"),
            ({**PLAIN, "data": 1, "data_base64": "AA=="}, "data_base64"),
        ],
    )
    def test_named(self, event, said):
        """The reason names the attribute."""
        with pytest.raises(Refused, match=said):
            publication_of(event)

    def test_not_json(self):
        """What says that it is structured must be."""
        with pytest.raises(Refused, match="not JSON"):
            events_in(b"junk", STRUCTURED)

    def test_null_attributes(self):
        """A null attribute is an absent one; null data is data."""
        told = publication_of({**PLAIN, "subject": None, "data": None})
        assert "resourceId" not in told
        assert told["metadata"]["data"] is None
