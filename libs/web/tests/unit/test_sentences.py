"""Entries read as sentences."""

import pytest
from contracts.audit.v1 import Entry
from web.sentences import sentence

BASE = {
    "id": "01a214ac-b87c-759f-b43f-5e32437d5d20",
    "at": "2026-11-25T12:00:00Z",
    "receivedAt": "2026-11-25T12:00:00Z",
    "actorType": "user",
    "outcome": "success",
    "source": "tenant",
}


def entry(**fields) -> Entry:
    return Entry.read({**BASE, **fields})


class TestSentence:
    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            (
                {
                    "actorName": "Olga",
                    "action": "tenant.suspended",
                    "resourceName": "Acme",
                    "metadata": {"reason": "unpaid"},
                },
                "Olga suspended tenant Acme (unpaid)",
            ),
            (
                {
                    "actorEmail": "o@x.example",
                    "action": "user.signed_in",
                    "resourceName": "o@x.example",
                },
                "o@x.example signed in",
            ),
            (
                {
                    "actorType": "anonymous",
                    "action": "authentik.login_failed",
                    "outcome": "failure",
                },
                "Somebody unknown failed to sign in",
            ),
            (
                {"actorName": "Eve", "action": "gateway.access_denied", "outcome": "denied"},
                "Eve was refused access",
            ),
            (
                {"actorType": "service", "action": "mail.queue.flushed", "outcome": "failure"},
                "The platform failed: flushed queue",
            ),
        ],
    )
    def test_said(self, fields, said):
        """Who, what, to which, and why."""
        assert str(sentence(entry(**fields))) == said
