"""Whatever stands where in an event: an entry that the timeline takes, or a reason for none."""

from hypothesis import given, settings
from hypothesis import strategies as st
from ingest import Publisher, Told
from ingest_stalwart.identity import external_ids
from ingest_stalwart.normalise import normalise

from .conftest import Known

LARGEST_BYTES = 64 * 1024
ALL = frozenset({"security", "failure", "success", "mail", "traffic"})
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
KEYS = (
    "accountName", "accountId", "remoteIp", "from", "to", "causedBy", "domain", "queueId",
    "messageId", "password", "details",
)  # fmt: skip
KINDS = st.sampled_from(
    ("auth.failed", "auth.success", "security.unauthorized", "delivery.failed", "a.b", "é", "")
)
EVENTS = st.fixed_dictionaries(
    {
        "createdAt": st.just("2026-05-24T12:00:00Z") | ANYTHING,
        "type": KINDS | ANYTHING,
        "data": st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, ANYTHING)) | ANYTHING,
    }
)


@settings(max_examples=100, deadline=None)
@given(event=EVENTS)
def test_any_event(event):
    """Nothing raises, and nothing is too large or of a kind that the contract refuses."""
    (identity,) = external_ids([event])
    outcome = normalise(event, Known(), external_id=identity, classes=ALL)
    if isinstance(outcome, Told):
        message = Publisher(None, source="stalwart")._message(outcome.publication)
        assert len(message.payload) <= LARGEST_BYTES
