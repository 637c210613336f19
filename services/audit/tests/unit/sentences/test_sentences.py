"""What entries tell, in words."""

from datetime import UTC, datetime

import pytest
from audit.sentences.telling import sentence_of
from audit.sentences.templates import TEMPLATES
from contracts.audit.v1 import Entry
from contracts.catalogue import CATALOGUE
from hypothesis import given
from hypothesis import strategies as st

AT = datetime(2026, 11, 23, tzinfo=UTC)
VERBS = sorted({verb for rpc in CATALOGUE for verb in rpc.audit})
# What the conventions name beside the catalogue's: told by reconcilers and by the door.
OTHERS = [
    "tenant.purged",
    "gateway.access_denied",
    "provisioning.failed",
    "incident.updated",
    "audit.entries_archived",
]


def entry(action, **told):
    said = {
        "actor_type": "user",
        "actor_email": "olga@dezky.example",
        "outcome": "success",
        "source": "tenant",
        "resource_name": "Acme",
        **told,
    }
    identity = "0199f3a0-0000-7000-8000-000000000001"
    return Entry(id=identity, at=AT, received_at=AT, action=action, **said)


class TestTemplates:
    @pytest.mark.parametrize("verb", [*VERBS, *OTHERS])
    def test_every_verb_has_its_own(self, verb):
        """No action of the catalogue is told by the general sentence, and none as another is."""
        assert verb in TEMPLATES
        assert sentence_of(entry(verb)).startswith("olga@dezky.example ")

    def test_no_two_alike(self):
        """Where two actions read alike, a reader can't tell what happened."""
        alike = [one for one in TEMPLATES if list(TEMPLATES.values()).count(TEMPLATES[one]) > 1]
        # Two systems one signs in to and out of; the entry names which.
        assert set(alike) <= {"user.signed_in", "authentik.login"}


class TestSentence:
    @pytest.mark.parametrize(
        ("action", "told", "expected"),
        [
            (
                "tenant.suspended",
                {"metadata": {"reason": "unpaid invoice"}},
                "olga@dezky.example suspended Acme: unpaid invoice",
            ),
            ("tenant.suspended", {}, "olga@dezky.example suspended Acme"),
            (
                "tenant.updated",
                {"metadata": {"changes": {"plan": {"before": "a", "after": "b"}, "name": {}}}},
                "olga@dezky.example changed Acme: name, plan",
            ),
            (
                "tenant.suspended",
                {"actor_email": "[erased]", "resource_name": "[erased]"},
                "[erased] suspended [erased]",
            ),
            (
                "user.deactivated",
                {"resource_name": "[erased]", "metadata": {"changes": "[erased]"}},
                "olga@dezky.example deactivated [erased]",
            ),
            (
                "tenant.resumed",
                {"outcome": "denied"},
                "olga@dezky.example resumed Acme (denied)",
            ),
            (
                "gateway.access_denied",
                {
                    "outcome": "denied",
                    "resource_name": "GET /tenants",
                    "metadata": {"reason": "operator_revoked", "repeats": 12},
                },
                "olga@dezky.example was refused GET /tenants: operator_revoked (12 more times)",
            ),
            (
                "provisioning.failed",
                {"actor_type": "system", "actor_email": "", "actor_id": "tenant"},
                "The platform couldn't provision Acme",
            ),
            (
                "invoice.paid",
                {"actor_type": "external", "actor_email": "", "actor_name": "Billing"},
                "Billing paid invoice Acme",
            ),
            (
                "wiki.page_view",
                {"resource_name": "", "resource_type": ""},
                "olga@dezky.example caused “wiki page view”",
            ),
            (
                "ocis.file_rename",
                {"resource_name": "/b.txt", "metadata": {"raw": {"OldPath": "/a.txt"}}},
                "olga@dezky.example moved /a.txt to /b.txt",
            ),
            (
                "stalwart.auth_banned",
                {
                    "actor_type": "anonymous",
                    "actor_email": "",
                    "resource_name": "192.0.2.7",
                    "outcome": "denied",
                },
                "Somebody unknown is refused by the mail server from now on: 192.0.2.7 is banned",
            ),
            (
                "audit.something.deleted",
                {"resource_name": "", "resource_type": "thing"},
                "olga@dezky.example deleted something thing",
            ),
            (
                "tenant.deleted",
                {"resource_name": "two\nlines\tand {why} [more]"},
                "olga@dezky.example deleted two lines and {why} [more]",
            ),
        ],
    )
    def test_told(self, action, told, expected):
        """What isn't told is left out; what is told is never taken for a template."""
        assert sentence_of(entry(action, **told)) == expected

    def test_cut_visibly(self):
        """A reason of any length makes a sentence that can be read, and shows that it goes on."""
        said = sentence_of(entry("tenant.suspended", metadata={"reason": "why " * 1000}))
        assert said.endswith("…")
        assert len(said) < 250

    @given(
        action=st.sampled_from(list(TEMPLATES)) | st.from_regex(r"[a-z_]{1,9}(\.[a-z_]{1,9}){0,3}"),
        actor=st.sampled_from(["user", "system", "external", "anonymous", "service"]),
        texts=st.lists(st.text(max_size=300), min_size=4, max_size=4),
        metadata=st.dictionaries(
            st.sampled_from(["reason", "changes", "role", "number", "since", "repeats"]),
            st.recursive(
                st.none() | st.booleans() | st.text(max_size=300) | st.integers() | st.floats(),
                lambda inner: st.dictionaries(st.text(max_size=3), inner) | st.lists(inner),
                max_leaves=5,
            ),
        ),
    )
    def test_always_one(self, action, actor, texts, metadata):
        """Whatever an entry holds there is one line, of a length that fits a list."""
        email, name, resource, kind = texts
        told = Entry.model_construct(
            **{
                **dict(entry("a.b")),
                "action": action.strip(),
                "actor_type": actor,
                "actor_email": email,
                "actor_name": name,
                "resource_name": resource,
                "resource_type": kind[:30],
                "metadata": metadata,
            }
        )
        said = sentence_of(told)
        assert said
        assert said == " ".join(said.split())
        assert len(said) < 1100
