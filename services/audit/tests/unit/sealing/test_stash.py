"""What is sealed from memory is what would have been read back."""

from datetime import UTC, datetime, timedelta

import bson
from audit.sealing.leaf import Leaf, sealed_text
from audit.sealing.stash import Stash
from bson.codec_options import CodecOptions
from hypothesis import given
from hypothesis import strategies as st

OPTIONS = CodecOptions(tz_aware=True, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
MOMENTS = st.integers(0, 4 * 10**15).map(
    lambda since: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=since)
)


@given(metadata=st.dictionaries(TEXT, JSON, max_size=4), at=MOMENTS, name=TEXT)
def test_same_text(metadata, at, name):
    """The database gives back milliseconds and JSON: of it the text is the same."""
    row = {"_id": "1", "at": at, "resourceName": name, "sequence": 7, "metadata": metadata}
    read = bson.decode(bson.encode(row), codec_options=OPTIONS)
    assert sealed_text(row) == sealed_text(read)


def rows(*names):
    return [{"_id": name, "sequence": 7, "tenantSlug": "acme"} for name in names]


def leaves(*names):
    return {row["_id"]: Leaf.of(row) for row in rows(*names)}


def test_closed():
    """Who doesn't seal keeps nothing."""
    stash = Stash()
    stash.add(rows("a"))
    with stash.opened():
        assert stash.take(["a"]) == {}
        stash.add(rows("b"))
    assert stash.take(["b"]) == {}


def test_taken_once():
    stash = Stash()
    with stash.opened():
        stash.add(rows("a", "b"))
        assert stash.take(["a", "z"]) == leaves("a")
        assert stash.take(["a", "b"]) == leaves("b")


def test_the_oldest_goes():
    """Further behind than the stash is large, the rest is read."""
    stash = Stash(most=3)
    with stash.opened():
        stash.add(rows("a", "b"))
        stash.add(rows("c", "d", "e"))
        assert list(stash.take("abcde")) == ["c", "d", "e"]
