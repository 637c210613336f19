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


class TestTold:
    def test_taken_apart(self):
        """The platform's own sentence is said word for word; its parts can be set apart."""
        told = entry(
            actorName="Olga",
            actorEmail="olga@dezky.example",
            action="tenant.suspended",
            resourceName="Acme",
            metadata={"reason": "unpaid"},
            sentence="olga@dezky.example suspended Acme: unpaid",
        )
        said = sentence(told)
        assert str(said) == "olga@dezky.example suspended Acme: unpaid"
        assert (said.actor, said.verb, said.thing, said.rest) == (
            "olga@dezky.example",
            "suspended",
            "Acme",
            ": unpaid",
        )

    @pytest.mark.parametrize(
        "told", ["Somebody unknown was refused access", "Olga signed in", "[erased] signed in"]
    )
    def test_whatever_it_says(self, told):
        """A sentence that names neither of them is said as well."""
        assert (
            str(sentence(entry(actorName="Olga", action="user.signed_in", sentence=told))) == told
        )
