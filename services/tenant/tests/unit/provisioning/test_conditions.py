"""Conditions: what is so, since when, and why."""

from datetime import UTC, datetime, timedelta

from tenant.provisioning.conditions import (
    FALSE,
    READY,
    SYNCED,
    TRUE,
    condition,
    is_true,
    with_condition,
)

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)


class TestWithCondition:
    def test_keeps_the_time_while_the_status_stays(self):
        """A new reason alone is no transition."""
        first = with_condition([], SYNCED, FALSE, reason="no_answer", at=NOON)
        again = with_condition(first, SYNCED, FALSE, reason="broken", message="500", at=LATER)
        assert (again[0].reason, again[0].message) == ("broken", "500")
        assert again[0].last_transition == NOON

    def test_notes_the_time_of_a_transition(self):
        """From false to true, and the old message is gone."""
        first = with_condition([], READY, FALSE, reason="progressing", message="x", at=NOON)
        again = with_condition(first, READY, TRUE, reason="provisioned", at=LATER)
        assert (again[0].last_transition, again[0].message) == (LATER, "")

    def test_leaves_the_other_alone(self):
        """One of each type."""
        both = with_condition([], SYNCED, TRUE, reason="applied", at=NOON)
        both = with_condition(both, READY, TRUE, reason="provisioned", at=LATER)
        both = with_condition(both, SYNCED, FALSE, reason="broken", at=LATER)
        assert [one.type for one in both] == [READY, SYNCED]
        assert is_true(both, READY)
        assert not is_true(both, SYNCED)

    def test_unknown_is_not_true(self):
        """Nor is what nobody has looked at."""
        assert condition([], READY) is None
        assert not is_true([], READY)
        unknown = with_condition([], READY, "unknown", reason="progressing", at=NOON)
        assert not is_true(unknown, READY)
