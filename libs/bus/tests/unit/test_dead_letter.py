"""Dead letters as they are stored."""

import json
from datetime import UTC, datetime, timedelta

from bus import DeadLetter
from contracts.audit.v1 import DeadLetter as Contract
from hypothesis import given
from hypothesis import strategies as st

moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC, microsecond=at.microsecond // 1000 * 1000)
)
letters = st.builds(
    DeadLetter,
    id=st.uuids().map(str),
    stream=st.just("AUDIT"),
    durable=st.just("audit"),
    subject=st.just("audit.billing._.x"),
    headers=st.dictionaries(st.from_regex(r"[A-Za-z-]+", fullmatch=True), st.text()),
    body=st.binary() | st.text().map(str.encode),
    reason=st.text(),
    deliveries=st.integers(1, 100),
    sequence=st.integers(1, 2**53 - 1),
    at=moments,
)


class TestJson:
    @given(letter=letters)
    def test_back(self, letter):
        """Whatever the body, it comes back byte for byte."""
        assert DeadLetter.read(letter.dump_json()) == letter

    @given(letter=letters)
    def test_contract(self, letter):
        """It reads as the contract's dead letter."""
        read = Contract.read(letter.dump_json())
        assert (read.id, read.subject, read.reason) == (letter.id, letter.subject, letter.reason)
        assert read.at == letter.at
        assert int(read.sequence) == letter.sequence

    def test_text(self):
        """A body that is text stands as text, one that isn't is escaped and in Base64."""
        letter = DeadLetter(
            id="1",
            stream="S",
            durable="d",
            subject="audit.a._.b",
            headers={},
            body=b"\xffab",
            reason="r",
            deliveries=1,
            sequence=1,
            at=datetime.now(UTC) - timedelta(days=1),
        )
        said = json.loads(letter.dump_json())
        assert (said["body"], said["bodyBase64"]) == ("\\xffab", "/2Fi")
