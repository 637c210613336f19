"""What generated classes make of text."""

import pytest


class TestStrings:
    """Text and its rules."""

    def test_an_absent_plain_text_is_empty(self, parsed):
        """Proto's zero value is the default."""
        assert parsed().name == ""

    @pytest.mark.parametrize("value", ["a", "abcde", 12, None, True])
    def test_lengths_are_kept(self, refused, value):
        """min_len and max_len bound the characters, and only text is text."""
        assert refused(code=value) == ["code"]

    def test_characters_count_not_bytes(self, parsed):
        """Four characters of four bytes each are four."""
        assert parsed(code="😀😀😀😀").code == "😀😀😀😀"

    def test_len_is_both_bounds(self, refused):
        """Len: 3 refuses two characters."""
        assert refused(currency="EU") == ["currency"]

    def test_a_pattern_that_takes_the_empty_text_leaves_the_field_optional(self, parsed):
        """The zero value keeps its own rule."""
        assert parsed().size == ""

    @pytest.mark.parametrize("value", ["1x", "1.", "1.5\n"])
    def test_a_pattern_is_kept(self, refused, value):
        """The dollar sign means the end of the text, not of a line."""
        assert refused(size=value) == ["size"]

    def test_a_closed_set_is_kept(self, refused):
        """In becomes a Literal."""
        assert refused(kind="toy") == ["kind"]

    def test_a_closed_set_with_the_empty_text_has_it_as_default(self, parsed):
        """An `in` with "" allows leaving the field out."""
        assert parsed().shade == ""

    def test_const_is_a_set_of_one(self, refused):
        """Const refuses everything else."""
        assert refused(layoutName="v2") == ["layoutName"]

    def test_a_json_name_of_its_own_is_the_alias(self, parsed):
        """json_name in the contract decides the JSON key."""
        assert parsed(layoutName="v1").layout == "v1"

    @pytest.mark.parametrize("value", ["", "018f6b8e-0000-7000-8000-000000000000"])
    def test_ignore_if_zero_value_lets_the_empty_text_pass(self, parsed, value):
        """A UUID or nothing."""
        assert parsed(makerId=value).maker_id == value

    def test_ignore_if_zero_value_keeps_the_rule_for_the_rest(self, refused):
        """What is neither empty nor a UUID is refused."""
        assert refused(makerId="x") == ["makerId"]

    def test_required_text_is_not_empty(self, refused):
        """For text without presence, required means not its zero value."""
        assert refused(label="") == ["label"]

    @pytest.mark.parametrize(
        ("name", "good", "bad"),
        [
            ("email", "a.b@example.com", "a@b@c"),
            ("hostname", "mail.example.com", "-a.example"),
            ("hostname", "localhost", "1.2.3.4"),
            ("ip", "::1", "1.2.3"),
            ("ipv4", "10.0.0.1", "::1"),
            ("ipv6", "fe80::1", "10.0.0.1"),
            ("uri", "https://example.com/a?b=%20", "example.com"),
            ("uri", "urn:a:b", "http://a b"),
        ],
    )
    def test_formats_are_kept(self, parsed, refused, name, good, bad):
        """Well-known formats take what fits and refuse the rest."""
        assert getattr(parsed(origin={name: good}).origin, name) == good
        assert refused(origin={name: bad}) == [f"origin.{name}"]
