"""When two messages tell of one event; what may be replayed."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from audit.dead_letters import rules
from audit.entries import entry_of
from audit.rules import is_same_event

RECEIVED = datetime(2026, 11, 23, 10, tzinfo=UTC)
SUBJECT = "audit.billing.acme.invoice.paid"


def entry(*, subject=SUBJECT, later=0, **body):
    received = RECEIVED + timedelta(seconds=later)
    payload = json.dumps(body).encode()
    return entry_of(subject, payload, sequence=1 + later, received_at=received)


class TestIsSameEvent:
    def test_delivered_again(self):
        """A redelivery is the same event."""
        assert is_same_event(entry(actorName="Ann"), entry(actorName="Ann"))

    def test_published_again(self):
        """So is the same message at a later place of the stream, with or without a time."""
        assert is_same_event(entry(), entry(later=9))
        at = "2026-11-01T00:00:00Z"
        assert is_same_event(entry(at=at), entry(at=at, later=9))

    @pytest.mark.parametrize(
        "other",
        [
            {"actorName": "Bob"},
            {"outcome": "failure"},
            {"metadata": {"a": 1}},
            {"at": "2026-11-01T00:00:00Z"},
            {"externalId": "17"},
            {"subject": "audit.tenant.acme.invoice.paid"},
            {"subject": "audit.billing.globex.invoice.paid"},
            {"subject": "audit.billing.acme.invoice.sent"},
        ],
    )
    def test_another(self, other):
        """Whatever else differs makes another event."""
        assert not is_same_event(entry(), entry(**other))

    def test_by_the_sources_own_id(self):
        """The source's own id says that it is the same, whatever else was told."""
        one, other = entry(externalId="17"), entry(externalId="17", actorName="Ann")
        assert is_same_event(one, other)

    def test_by_another_sources_id(self):
        """Another source's id says nothing."""
        other = entry(externalId="17", subject="audit.tenant.acme.invoice.paid")
        assert not is_same_event(entry(externalId="17"), other)


class TestBodyOfReplay:
    def test_original(self):
        """Without repair the original goes."""
        assert rules.body_of_replay(None, original="{}", is_text=True) == "{}"

    @pytest.mark.parametrize("repaired", ["{}", ""])
    def test_repaired(self, repaired):
        """A repaired one goes, whatever the original was."""
        assert rules.body_of_replay(repaired, original="", is_text=False) == repaired

    @pytest.mark.parametrize(
        ("original", "is_text"), [("\\xff", False), ("", True)], ids=["binary", "not kept"]
    )
    def test_needed(self, original, is_text):
        """What isn't there as text can't be published again; the refusal names the field."""
        with pytest.raises(rules.BodyNeeded) as refused:
            rules.body_of_replay(None, original=original, is_text=is_text)
        assert [error.field for error in refused.value.errors] == ["body"]

    def test_too_large(self):
        """What the bus wouldn't carry is refused at once."""
        rules.ensure_carried(10, largest_bytes=10)
        with pytest.raises(rules.ReplayTooLarge) as refused:
            rules.ensure_carried(11, largest_bytes=10)
        assert [error.field for error in refused.value.errors] == ["body"]
