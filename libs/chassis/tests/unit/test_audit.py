"""Audit entries."""

import json
import uuid

import pytest
from bus import acting_as
from chassis import AuditTrail
from chassis.audit import EntryTooLarge
from contracts.audit.v1 import Publication
from contracts.platform.v1 import Actor
from opentelemetry import trace
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags

TRACE = 0x4BF92F3577B34DA6A3CE929D0E0E4736
ANNA = Actor(type="user", id="7", email="anna@acme.test", name="Anna", ip="192.0.2.7")


@pytest.fixture
def trail(moment):
    return AuditTrail("tenant", clock=lambda: moment)


def told(entry) -> dict:
    return json.loads(entry.payload)


class TestEntry:
    def test_it_names_who_acted(self, trail):
        """The current actor, with the address of the person's own machine."""
        with acting_as(ANNA):
            said = told(trail.entry("tenant.suspended", resource_type="tenant"))
        names = ("actorType", "actorId", "actorEmail", "actorName", "actorIp")
        assert [said[name] for name in names] == [
            "user",
            "7",
            "anna@acme.test",
            "Anna",
            "192.0.2.7",
        ]

    def test_without_an_actor_the_service_acted(self, trail):
        """What a service does by itself is the system's doing, in its name."""
        said = told(trail.entry("tenant.purged", resource_type="tenant"))
        assert (said["actorType"], said["actorId"]) == ("system", "tenant")

    def test_its_subject_says_source_tenant_and_action(self, trail):
        """The audit service checks the body against it."""
        entry = trail.entry("tenant.suspended", resource_type="tenant", tenant_slug="acme")
        assert entry.subject == "audit.tenant.acme.tenant.suspended"

    def test_without_a_tenant_the_subject_has_a_dash(self, trail):
        """What concerns no tenant."""
        entry = trail.entry("flag.created", resource_type="flag")
        assert entry.subject == "audit.tenant._.flag.created"

    def test_its_time_is_the_clocks(self, trail):
        """When it happened, in milliseconds."""
        said = told(trail.entry("tenant.created", resource_type="tenant"))
        assert said["at"] == "2026-03-01T12:30:15.123Z"

    def test_the_outbox_entry_has_the_same_id(self, trail):
        """It dedupes in the stream, and again in the timeline."""
        entry = trail.entry("tenant.created", resource_type="tenant")
        assert told(entry)["id"] == entry.id

    def test_its_id_is_random(self, trail):
        """A guessable one would let another source suppress the entry."""
        ids = {trail.entry("tenant.created", resource_type="tenant").id for _ in range(100)}
        assert len({uuid.UUID(identity).int & (1 << 62) - 1 for identity in ids}) == 100

    def test_it_carries_the_trace(self, trail):
        """In the body for people, in the headers for the spans to come."""
        context = SpanContext(TRACE, 0xF067AA0BA902B7, is_remote=True, trace_flags=TraceFlags(1))
        with trace.use_span(NonRecordingSpan(context)):
            entry = trail.entry("tenant.created", resource_type="tenant")
        assert told(entry)["traceId"] == f"{TRACE:032x}"
        assert entry.headers["traceparent"] == f"00-{TRACE:032x}-00f067aa0ba902b7-01"

    def test_it_keeps_the_contract(self, trail):
        """Whoever consumes it can parse it strictly."""
        entry = trail.entry(
            "tenant.updated",
            resource_type="tenant",
            resource_id="1",
            outcome="failure",
            metadata={"changes": {"plan": {"before": None, "after": "starter"}}},
        )
        assert Publication.parse(entry.payload).outcome == "failure"

    def test_a_long_name_is_cut(self, trail):
        """A token may carry any; the change is made, and the entry says what is cut."""
        with acting_as(ANNA.model_copy(update={"name": "n" * 10_000})):
            entry = trail.entry(
                "tenant.created", resource_type="t", resource_name="r" * 501, metadata={"a": 1}
            )
        said = told(entry)
        assert (len(said["actorName"]), len(said["resourceName"])) == (500, 500)
        assert said["metadata"] == {"a": 1, "cut": {"actorName": 10_000, "resourceName": 501}}

    def test_a_name_that_fits_is_whole(self, trail):
        """Nothing is said of a cut where nothing was cut."""
        said = told(trail.entry("tenant.created", resource_type="t", resource_name="r" * 500))
        assert (len(said["resourceName"]), said["metadata"]) == (500, {})

    def test_too_much_metadata_is_refused(self, trail):
        """An entry that the bus doesn't carry would block its document's outbox."""
        with pytest.raises(EntryTooLarge):
            trail.entry("tenant.updated", resource_type="tenant", metadata={"text": "x" * 70_000})
