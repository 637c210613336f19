"""Words, as free text finds them."""

from audit.text import AFTER_ANY_LETTER, words
from hypothesis import given
from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


class TestWords:
    def test_letters_and_digits(self):
        """Everything else stands between words; each counts once."""
        assert words("ann.lee@acme-2.example ANN") == {"ann", "lee", "acme", "2", "example"}

    def test_however_typed(self):
        """Composed and decomposed letters, wide ones and capitals are the same words."""
        assert words("MÜLLER") == words("mu\u0308ller") == {"müller"}
        assert words("ＡＣＭＥ") == {"acme"}  # noqa: RUF001 - wide letters, as typed
        assert words("ΰ") == words("Ϋ\u0301")
        assert words("Straße") == words("STRASSE")

    @given(TEXT, TEXT)
    def test_apart(self, one, other):
        """What stands apart is found apart."""
        assert words(f"{one} {other}") == words(one) | words(other)

    @given(TEXT)
    def test_idempotent(self, text):
        """A word is a word of itself."""
        for word in words(text):
            assert words(word) == {word}


class TestAfterAnyLetter:
    @given(TEXT, TEXT)
    def test_bounds_all_that_begin_so(self, beginning, rest):
        """In the order of MongoDB, which is that of UTF-8."""
        word = (beginning + rest).encode()
        assert beginning.encode() <= word < (beginning + AFTER_ANY_LETTER).encode() or (
            rest.startswith(AFTER_ANY_LETTER)
        )
