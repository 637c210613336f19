"""A directory of a few people, and the sample events by their action."""

import json
from pathlib import Path

import pytest
from ingest import Person

SAMPLES = Path(__file__).parents[1] / "samples"


class Known:
    """Li Wei works for acme, Zoë for müller; somebody works for both."""

    def __init__(self):
        self.people = {
            "li.wei@acme.example": Person("p1", "li.wei@acme.example", "Li Wei", ("acme",)),
            "zoë.müller@müller-söhne.example": Person("p2", "", "Zoë", ("mueller",)),
            "both@acme.example": Person("p3", "", "", ("acme", "mueller")),
        }

    def has_tenant(self, slug):
        return slug in {"acme", "mueller"}

    def tenant_of_address(self, _address):
        return None

    def tenant_of_space(self, _space):
        return None

    def person(self, email):
        return self.people.get(email)

    def person_at(self, _source, _identity):
        return None


@pytest.fixture
def known():
    return Known()


@pytest.fixture(scope="session")
def page():
    """The page of sample events, newest first."""
    return json.loads((SAMPLES / "authentik_events_page.json").read_text(encoding="utf-8"))


@pytest.fixture
def sample(page):
    """Give the newest sample of an action, copied."""

    def find(action, /, **changes):
        event = next(one for one in page["results"] if one["action"] == action)
        return json.loads(json.dumps(event)) | changes

    return find
