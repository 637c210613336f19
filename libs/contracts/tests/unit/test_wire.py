"""JSON from outside."""

import pytest
from contracts.wire import NotProtoJson, decode


class TestDecode:
    """Decoding refuses what ProtoJSON refuses."""

    @pytest.mark.parametrize("data", [b'{"a": [1]}', '{"a": [1]}', bytearray(b'{"a": [1]}')])
    def test_bytes_and_text_are_taken(self, data):
        """The bus has bytes, tests have text."""
        assert decode(data) == {"a": [1]}

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"{", "not JSON: .* at line 1 column 2"),
            (b'{"a": 1, "a": 2}', "the key 'a' occurs twice"),
            (b'[{"b": {"a": 1, "c": 2, "a": 1}}]', "the key 'a' occurs twice"),
            (b"[NaN]", "NaN is not JSON"),
            (b"-Infinity", "-Infinity is not JSON"),
            (b'"\xff"', "not valid Unicode"),
            (b'"\\udead"', "not valid Unicode"),
            (b'{"\\udead": 1}', "not valid Unicode"),
            (b"[" * 200_000, "nested too deeply"),
            (b"1" * 5_000, "too many digits"),
        ],
    )
    def test_the_refusal_says_why(self, data, said):
        """One kind of error, with words for the caller."""
        with pytest.raises(NotProtoJson, match=said):
            decode(data)

    def test_a_pair_of_surrogates_is_a_character(self):
        """JSON's way to escape it."""
        assert decode(b'"\\ud83d\\ude00"') == "😀"
