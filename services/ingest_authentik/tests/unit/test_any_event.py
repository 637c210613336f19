"""Whatever stands where in an event: an entry that the timeline takes, or a reason for none."""

from hypothesis import given, settings
from hypothesis import strategies as st
from ingest import Malformed, Publisher, Told
from ingest_authentik.normalise import normalise

from .conftest import Known

LARGEST_BYTES = 64 * 1024
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
USERS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("pk", "username", "email", "on_behalf_of", "authenticated_as"), ANYTHING
    ),
)
CONTEXTS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("username", "model", "secret", "token", "to_email", "body", "http_request", "groups"),
        ANYTHING,
    ),
)
ACTIONS = st.sampled_from(
    (
        "login",
        "login_failed",
        "password_set",
        "email_sent",
        "impersonation_started",
        "custom_x",
        "?",
    )
)
EVENTS = st.fixed_dictionaries(
    {
        "pk": st.just("0a1b") | ANYTHING,
        "created": st.just("2026-05-24T12:00:00Z") | ANYTHING,
        "action": ACTIONS | ANYTHING,
        "user": USERS | ANYTHING,
        "context": CONTEXTS | ANYTHING,
        "client_ip": ANYTHING,
        "groups": ANYTHING,
    }
)


@settings(max_examples=100, deadline=None)
@given(event=EVENTS)
def test_any_event(event):
    """Nothing raises, and nothing is too large or of a kind that the contract refuses."""
    outcome = normalise(event, Known())
    if isinstance(outcome, Told):
        message = Publisher(None, source="authentik")._message(outcome.publication)
        assert len(message.payload) <= LARGEST_BYTES
    else:
        assert isinstance(outcome, Malformed)
