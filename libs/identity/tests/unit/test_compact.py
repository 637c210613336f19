"""Reading a token strictly."""

import base64
import json

import pytest
from identity.compact import MAX_TOKEN_BYTES, read
from identity.faults import TokenMalformed, TokenMissing


def segment(content):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(header=None, payload=None, signature=b"signature"):
    return ".".join(
        segment(part) for part in (header or {"alg": "RS256"}, payload or {"sub": "a"}, signature)
    )


class TestRead:
    def test_gives_header_and_claims(self):
        """What was written is read, and nothing is believed of it yet."""
        unverified = read(token({"alg": "RS256", "kid": "k"}, {"sub": "ä"}))
        assert unverified.header == {"alg": "RS256", "kid": "k"}
        assert unverified.claims == {"sub": "ä"}

    def test_nothing_is_missing(self):
        """An empty token is a missing one, and the refusal says how to send it."""
        with pytest.raises(TokenMissing) as refusal:
            read("")
        assert refusal.value.reason == "token_missing"
        assert "Authorization: Bearer" in refusal.value.detail

    @pytest.mark.parametrize("raw", ["a", "a.b", "a.b.c.d", "a.b.c.d.e", "..", "....", " "])
    def test_needs_three_segments(self, raw):
        """JWE's five segments and every other number are refused."""
        with pytest.raises(TokenMalformed):
            read(raw)

    def test_refuses_json_serialization(self):
        """RFC 7515 §7.2's JSON forms are not tokens."""
        with pytest.raises(TokenMalformed):
            read(json.dumps({"payload": "e30", "protected": "e30", "signature": "x.y.z"}))

    @pytest.mark.parametrize("position", [0, 1, 2])
    def test_refuses_padding(self, position):
        """`=` inside a segment would give one token two spellings (RFC 7515 §2)."""
        parts = [segment({"alg": "RS256", "a": "b"}), segment({"sub": "a"}), segment(b"1234")]
        parts[position] += "=" * (-len(parts[position]) % 4 or 4)
        with pytest.raises(TokenMalformed):
            read(".".join(parts))

    @pytest.mark.parametrize("stray", ["+", "/", "\n", " ", "\t", "!", "\0", "é", "\u2028"])
    def test_refuses_foreign_characters(self, stray):
        """Only the URL-safe alphabet, nothing around it or inside it."""
        header, payload, signature = token().split(".")
        for raw in (
            f"{header}.{payload}.{signature}{stray}",
            f"{stray}{header}.{payload}.{signature}",
            f"{header}.{payload[:4]}{stray}{payload[4:]}.{signature}",
        ):
            with pytest.raises(TokenMalformed):
                read(raw)

    def test_refuses_stray_bits_in_the_last_character(self):
        """`QQ` and `QR` decode to the same byte: only the first is canonical."""
        head = token().rsplit(".", 1)[0]
        read(f"{head}.QQ")
        with pytest.raises(TokenMalformed):
            read(f"{head}.QR")

    @pytest.mark.parametrize("document", [b'{"sub":"a","sub":"b"}', b'{"x":{"a":1,"a":1}}'])
    def test_refuses_duplicate_members(self, document):
        """RFC 7519 §4: two parsers would choose differently, at any depth."""
        with pytest.raises(TokenMalformed):
            read(token(payload=document))

    def test_refuses_duplicate_header_members(self):
        """RFC 7515 §4: a second `alg` is no way around the first."""
        with pytest.raises(TokenMalformed):
            read(token(header=b'{"alg":"RS256","alg":"none"}'))

    @pytest.mark.parametrize(
        "document",
        [
            b'{"sub":"\xff"}',
            b'{"sub":"\xc3"}',
            b'{"sub":"\xed\xa0\x80"}',
            '{"sub":"a"}'.encode("utf-16"),
            '{"sub":"a"}'.encode("utf-32"),
            '{"sub":"a"}'.encode("utf-8-sig"),
        ],
    )
    def test_refuses_all_but_utf8(self, document):
        """Other encodings are not guessed, and a byte order mark is not skipped."""
        with pytest.raises(TokenMalformed):
            read(token(payload=document))

    def test_refuses_lone_surrogates(self):
        """An escaped lone surrogate could never be stored or logged."""
        with pytest.raises(TokenMalformed):
            read(token(payload=rb'{"sub":"\ud800"}'))

    def test_keeps_escaped_characters(self):
        """A proper surrogate pair is a character like any other."""
        assert read(token(payload=rb'{"sub":"\ud83d\ude00"}')).claims == {"sub": "😀"}

    @pytest.mark.parametrize("document", [b"[]", b'"a"', b"1", b"null", b"", b"{", b"{}x"])
    def test_needs_objects(self, document):
        """Header and payload are JSON objects and nothing else."""
        with pytest.raises(TokenMalformed):
            read(token(payload=document or b" "))
        with pytest.raises(TokenMalformed):
            read(token(header=document or b" "))

    @pytest.mark.parametrize("constant", [b"NaN", b"Infinity", b"-Infinity"])
    def test_refuses_what_is_not_json(self, constant):
        """Python's JSON reads NaN; the standard does not know it."""
        with pytest.raises(TokenMalformed):
            read(token(payload=b'{"exp":' + constant + b"}"))

    def test_refuses_depth(self):
        """A payload nested until the parser gives up is a refusal, not a crash."""
        with pytest.raises(TokenMalformed):
            read(token(payload=b'{"a":' + b"[" * 9_000 + b"]" * 3_000 + b"}"))

    def test_refuses_long_headers(self):
        """512 bytes of header are enough; a `kid` is no storage."""
        with pytest.raises(TokenMalformed, match="header is longer than 512"):
            read(token(header={"alg": "RS256", "kid": "k" * 500}))

    def test_refuses_long_tokens(self):
        """Size is judged before anything is parsed."""
        with pytest.raises(TokenMalformed, match="longer than 16384"):
            read("a" * (MAX_TOKEN_BYTES + 1))
