"""The signatures of RFC 7520, section 4: what is signed is a sentence, so no token of ours."""

import base64
import json

import pytest
from identity.compact import UnverifiedToken, read
from identity.faults import AlgorithmNotAccepted, SignatureInvalid, TokenMalformed
from identity.header import check_header
from identity.keys import read_key_set
from identity.signature import check_signature
from joserfc.jws import CompactSignature

PAYLOAD = (
    "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91"
    "IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXi"
    "gJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4"
)

# §3.3 and §3.1, for both of which it is the same key id
RSA = {
    "kty": "RSA",
    "kid": "bilbo.baggins@hobbiton.example",
    "use": "sig",
    "n": (
        "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-"
        "XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-"
        "QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZc"
        "D1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-"
        "tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gH"
        "drNP5zw"
    ),
    "e": "AQAB",
}
CURVE = {
    "kty": "EC",
    "kid": "bilbo.baggins@hobbiton.example",
    "use": "sig",
    "crv": "P-521",
    "x": (
        "AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt"
    ),
    "y": (
        "AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1"
    ),
}

HEADER_4_1 = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9"
SIGNATURE_4_1 = (
    "MRjdkly7_-"
    "oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xu"
    "glII7PNDi84wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSN"
    "CrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxU"
    "Ahb6L2aXic1U12podGU0KLUQSE_oI-"
    "ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg"
)

HEADER_4_2 = "eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9"
SIGNATURE_4_2 = (
    "cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-"
    "tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItllVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz2"
    "8zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImU"
    "jvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0uTOcbH"
    "510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw"
)

HEADER_4_3 = "eyJhbGciOiJFUzUxMiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9"
SIGNATURE_4_3 = (
    "AE_R_YZCChjn4791jSQCrdPZCNYqHXCTZH0-"
    "JZGYNlaAjP2kqaluUIIUnC9qvbu9Plon7KRTzoNEuT4Va2cmL1eJAQy3mtPBu_u_sDDyYjnAMDxXPn7X"
    "rT0lw-kvAD890jl8e2puQens_IEKBpHABlsbEPX6sFY8OcGDqoRuBomu9xQ2"
)

HEADER_4_4 = "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9"
SIGNATURE_4_4 = "s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0"

EXAMPLES = [
    pytest.param(HEADER_4_1, SIGNATURE_4_1, RSA, "RS256", id="4.1"),
    pytest.param(HEADER_4_2, SIGNATURE_4_2, RSA, "PS384", id="4.2"),
    pytest.param(HEADER_4_3, SIGNATURE_4_3, CURVE, "ES512", id="4.3"),
]
# Whatever somebody may configure.
ALL = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")


def unread(header, payload, signature):
    """Take it apart as `read` does, but for the claims that it doesn't have."""
    members = json.loads(decoded(header))
    signed = CompactSignature(members, decoded(payload))
    parts = {"header": header, "payload": payload, "signature": signature}
    signed.segments.update({name: text.encode() for name, text in parts.items()})
    return UnverifiedToken(header=members, claims={}, signed=signed)


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def altered(text):
    """Change one letter, not the first: of ES512 that is often a zero."""
    return text[:9] + ("B" if text[9] == "A" else "A") + text[10:]


def key(member):
    return read_key_set(json.dumps({"keys": [member]}).encode()).find(member["kid"])


class TestSection4:
    @pytest.mark.parametrize(("header", "signature", "member", "algorithm"), EXAMPLES)
    def test_verifies(self, header, signature, member, algorithm):
        """With the one algorithm that its header names, and with every one accepted."""
        token = unread(header, PAYLOAD, signature)
        for accepted in ((algorithm,), ALL):
            check_header(token.header, algorithms=accepted)
            check_signature(token, key=key(member), algorithms=accepted)

    @pytest.mark.parametrize(("header", "signature", "member", "algorithm"), EXAMPLES)
    def test_of_something_else(self, header, signature, member, algorithm):
        """One letter of what was signed, or of the signature, is enough."""
        for token in (
            unread(header, altered(PAYLOAD), signature),
            unread(header, PAYLOAD, altered(signature)),
        ):
            with pytest.raises(SignatureInvalid):
                check_signature(token, key=key(member), algorithms=(algorithm,))

    @pytest.mark.parametrize(("header", "signature", "member", "algorithm"), EXAMPLES)
    def test_not_accepted(self, header, signature, member, algorithm):
        """A good signature of an algorithm that nobody configured isn't looked at."""
        token = unread(header, PAYLOAD, signature)
        others = tuple(one for one in ALL if one != algorithm)
        with pytest.raises(AlgorithmNotAccepted):
            check_header(token.header, algorithms=others)
        with pytest.raises(SignatureInvalid):
            check_signature(token, key=key(member), algorithms=others)

    def test_shared_secret(self):
        """§4.4 is HS256: read, and refused for its algorithm."""
        token = unread(HEADER_4_4, PAYLOAD, SIGNATURE_4_4)
        with pytest.raises(AlgorithmNotAccepted):
            check_header(token.header, algorithms=ALL)

    @pytest.mark.parametrize(("header", "signature", "member", "algorithm"), EXAMPLES)
    def test_is_no_token(self, header, signature, member, algorithm):  # noqa: ARG002
        """A sentence isn't claims, however well it is signed."""
        with pytest.raises(TokenMalformed):
            read(f"{header}.{PAYLOAD}.{signature}")
