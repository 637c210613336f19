"""Whatever stands in a line: an entry that the timeline takes, or a reason for none."""

import base64
import json

from hypothesis import given, settings
from hypothesis import strategies as st
from ingest import Publisher, Skipped, Told
from ingest_ocis.allowed import MUTATIONS
from ingest_ocis.envelope import NoEnvelope, unpack
from ingest_ocis.lines import parse
from ingest_ocis.normalise import normalise

from .test_normalise import Known

LARGEST_BYTES = 64 * 1024
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
KEYS = (
    "User", "Time", "RemoteAddr", "SpaceID", "FileID", "Owner", "UserID", "GroupID", "ShareID",
    "ShareToken", "ShareType", "ShareWith", "ShareOwner", "Name", "NewName", "Path", "Success",
    "RecipientMail", "Features",
)  # fmt: skip
MESSAGES = st.sampled_from(
    ("user 'u-1' did", "user '' did", "user 'a", "link with token 'abcdefgh' was accessed", "")
)
LINES = st.builds(
    lambda fixed, more: fixed | more,
    st.fixed_dictionaries(
        {"Action": st.sampled_from(MUTATIONS) | ANYTHING, "Message": MESSAGES | ANYTHING}
    ),
    st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, ANYTHING)),
)
REFERENCES = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("resource_id", "space_id", "storage_id", "opaque_id"), ANYTHING)
)
PAYLOADS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("Executant", "Ref", "FileID", "ID", "Root", "UserID", "ShareID", "Name", "Path"),
        REFERENCES | ANYTHING,
    ),
)


def check(event):
    outcome = normalise(event, Known(), external_id="g:0")
    if isinstance(outcome, Told):
        message = Publisher(None, source="ocis")._message(outcome.publication)
        assert len(message.payload) <= LARGEST_BYTES


@settings(max_examples=100, deadline=None)
@given(event=LINES)
def test_any_line(event):
    """Nothing raises, and nothing is too large or of a kind that the contract refuses."""
    check(event)


@settings(max_examples=100, deadline=None)
@given(payload=PAYLOADS | ANYTHING)
def test_any_envelope(payload):
    """Nor does any payload in oCIS' own stream."""
    encoded = base64.b64encode(json.dumps(payload).encode()).decode()
    told = {"eventid": "e", "eventtype": "events.SpaceCreated"}
    try:
        _, event = unpack(json.dumps({"Metadata": told, "Payload": encoded}).encode())
    except NoEnvelope:
        return
    check(event)


@settings(max_examples=100, deadline=None)
@given(line=st.binary())
def test_any_bytes(line):
    """Bytes that are no line are counted, or nothing at all."""
    assert parse(line) is None or isinstance(parse(line), Skipped)
