"""Free text over tenants."""

from hypothesis import given
from hypothesis import strategies as st
from tenant import search

WORDS = st.text(st.sampled_from("abcé日𠀀9"), min_size=1, max_size=70)


def finds(query: str, *texts: str) -> bool:
    """Ask the tokens of `texts` as MongoDB would."""
    tokens = search.tokens(texts)

    def matches(condition) -> bool:
        if isinstance(condition, str):
            return condition in tokens
        low, high = condition["$elemMatch"]["$gte"], condition["$elemMatch"]["$lt"]
        return any(low.encode() <= token.encode() < high.encode() for token in tokens)

    return all(
        matches(search.matching(word, among="search")["search"]) for word in search.words(query)
    )


class TestWords:
    def test_letters_and_digits(self):
        """Everything else stands between words."""
        assert search.words("Acme-GmbH & Co_KG, 2nd.") == ["acme", "gmbh", "co", "kg", "2nd"]

    def test_however_typed(self):
        """Composed and decomposed letters, wide ones and capitals are the same words."""
        assert search.words("MÜLLER") == search.words("mu\u0308ller") == search.words("müller")
        assert search.words("ＡＣＭＥ") == ["acme"]  # noqa: RUF001 - wide letters, as typed
        assert search.words("ΰ") == search.words("Ϋ\u0301")
        assert search.words("Straße") == search.words("STRASSE")

    def test_no_words(self):
        """Punctuation alone asks for nothing."""
        assert search.words("-- _ !") == []


class TestMatching:
    @given(word=WORDS, length=st.integers(1, 70))
    def test_every_beginning_finds(self, word, length):
        """A word is found by each of its beginnings, however long."""
        assert finds(word[:length], word)

    @given(asked=WORDS, stored=WORDS)
    def test_nothing_else_finds(self, asked, stored):
        """A word is found by its beginnings only."""
        assert finds(asked, stored) == stored.startswith(asked)

    def test_all_words_must_occur(self):
        """Several words narrow the search."""
        assert finds("acm gm", "Acme GmbH")
        assert not finds("acm kg", "Acme GmbH")
