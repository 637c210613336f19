"""Domain names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tenant.domains import names as domains
from tenant.domains.names import DomainMalformed, DomainsFull

LABELS = st.from_regex(r"[a-z]([a-z0-9]{0,20}[a-z0-9])?", fullmatch=True)
NAMES = st.lists(LABELS, min_size=2, max_size=4).map(".".join)


class TestNormalised:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("Acme.Example", "acme.example"),
            ("acme.example.", "acme.example"),
            (" acme.example ", "acme.example"),
            ("Müller.example", "xn--mller-kva.example"),
            ("XN--MLLER-KVA.example", "xn--mller-kva.example"),
            ("straße.de", "xn--strae-oqa.de"),
            ("ＡＣＭＥ。example", "acme.example"),  # noqa: RUF001 - wide letters, as typed
            ("r3---sn.example", "r3---sn.example"),
            ("1and1.example", "1and1.example"),
        ],
    )
    def test_forms(self, given, kept):
        """However it is written, a domain is kept in one form."""
        assert domains.normalised([given]) == [kept]

    @pytest.mark.parametrize(
        "given",
        [
            "",
            " ",
            ".",
            "localhost",
            "*.acme.example",
            "acme..example",
            ".acme.example",
            "-acme.example",
            "acme-.example",
            "_dmarc.acme.example",
            "acme example.org",
            "acme.example\nevil.example",
            "https://acme.example",
            "a@acme.example",
            "192.0.2.1",
            "2001:db8::1",
            "xn--a.example",
            "xn--.example",
            f"{'a' * 64}.example",
            ".".join(["a" * 60] * 5),
            "ü" * 62 + ".example",
            "💩.example",
            "acme.example\0",
        ],
    )
    def test_what_is_none(self, given):
        """What is no DNS name is refused."""
        with pytest.raises(DomainMalformed):
            domains.normalised([given])

    def test_the_refusal_names_the_item(self):
        """The field of the refusal is the item's path."""
        with pytest.raises(DomainMalformed) as refused:
            domains.normalised(["acme.example", "no domain"])
        assert [error.field for error in refused.value.errors] == ["domains.1"]

    def test_repetitions_go(self):
        """The same domain in two forms is kept once, in the first place."""
        given = ["b.example", "Müller.example", "a.example", "xn--mller-kva.example", "B.example."]
        assert domains.normalised(given) == ["b.example", "xn--mller-kva.example", "a.example"]

    @given(st.lists(NAMES, max_size=5))
    def test_idempotent(self, names):
        """What was normalised stays as it is."""
        once = domains.normalised(names)
        assert domains.normalised(once) == once

    @given(NAMES)
    def test_case_does_not_matter(self, name):
        """Capitals make no other domain."""
        assert domains.normalised([name.upper()]) == domains.normalised([name])

    @given(st.text(max_size=40))
    def test_any_text(self, text):
        """Whatever is given is refused or becomes plain lower-case ASCII."""
        try:
            (domain,) = domains.normalised([text])
        except DomainMalformed:
            return
        assert domain.isascii()
        assert domain == domain.lower()
        assert domains.normalised([domain]) == [domain]


class TestEnsureRoom:
    def test_full(self):
        """The refusal names the field and how many there may be."""
        domains.ensure_room(99)
        with pytest.raises(DomainsFull) as refused:
            domains.ensure_room(100)
        (error,) = refused.value.errors
        assert (error.field, "100" in error.message) == ("domain", True)


class TestReadable:
    def test_encoded(self):
        """People read their own letters."""
        assert domains.readable("xn--mller-kva.example") == "müller.example"

    def test_plain(self):
        """What isn't encoded stays."""
        assert domains.readable("r3---sn.example") == "r3---sn.example"

    @given(st.text(max_size=40))
    def test_of_whatever_was_kept(self, text):
        """Every domain that was kept can be shown."""
        try:
            (domain,) = domains.normalised([text])
        except DomainMalformed:
            return
        assert domains.normalised([domains.readable(domain)]) == [domain]
