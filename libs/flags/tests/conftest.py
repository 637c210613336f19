"""Flags, segments and subjects as tests need them."""

from datetime import UTC, datetime

import pytest
from contracts.flag.v1 import Flag, Scope, Segment
from flags import FlagRefused, FlagSet, Subject
from hypothesis import settings

# The machine's load decides how long an example takes: that is no fact about our code.
settings.register_profile("steady", deadline=None, database=None, derandomize=True)
settings.load_profile("steady")

MADE = datetime(2026, 3, 1, tzinfo=UTC)
ACME_ID = "0190b2c4-7a64-7c3e-9f1a-2b3c4d5e6f70"


def a_flag(key="beta", **fields) -> Flag:
    """Return a flag; boolean and off unless told otherwise."""
    given = {"kind": "boolean", "state": "off", "scope": Scope(), **fields}
    return Flag.parse(
        {"key": key, "createdAt": MADE, "updatedAt": MADE, "revision": 1}
        | {name: _plain(value) for name, value in given.items()}
    )


def a_segment(key="friends", **fields) -> Segment:
    """Return a segment."""
    given = {"scope": Scope(), **fields}
    return Segment.parse(
        {"key": key, "createdAt": MADE, "updatedAt": MADE}
        | {name: _plain(value) for name, value in given.items()}
    )


def a_subject(**fields) -> Subject:
    """Return the tenant acme, on plan business, sold by nordic, in production."""
    return Subject(
        **{
            "tenant_id": ACME_ID,
            "tenant_slug": "acme",
            "plan": "business",
            "partner_slug": "nordic",
            "environment": "production",
            **fields,
        }
    )


def _plain(value):
    return value.dump() if hasattr(value, "dump") else value


@pytest.fixture
def make_flag():
    """Give a function that makes flags."""
    return a_flag


@pytest.fixture
def make_segment():
    """Give a function that makes segments."""
    return a_segment


@pytest.fixture
def make_subject():
    """Give a function that makes subjects."""
    return a_subject


@pytest.fixture
def flag_set() -> FlagSet:
    """Give an empty set."""
    return FlagSet()


@pytest.fixture
def decide(flag_set):
    """Give a function that evaluates one flag, of these fields, for acme or another subject."""

    def evaluate(subject=None, **fields):
        flag_set.put(a_flag(**fields))
        return flag_set.evaluate(fields.get("key", "beta"), subject or a_subject())

    return evaluate


@pytest.fixture
def refusals_of(flag_set):
    """Give a function that puts a flag which is refused, and returns why, by field."""

    def refused(**fields):
        with pytest.raises(FlagRefused) as caught:
            flag_set.put(a_flag(**fields))
        return dict(caught.value.refusals)

    return refused
