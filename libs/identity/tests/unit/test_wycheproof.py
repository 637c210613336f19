"""Project Wycheproof's JSON Web Signature vectors, groups es256 and rs256 (C2SP, Apache-2.0).

Most of a group are one valid token, spoiled; they are spoiled here, as they are there.
"""

import json

import pytest
from contracts.faults import Unauthenticated
from identity.compact import UnverifiedToken, taken_apart
from identity.faults import SignatureInvalid
from identity.header import check_header
from identity.keys import read_key_set
from identity.signature import check_signature

PAYLOAD = "Zm9v"

ES256_KEY = {
    "alg": "ES256",
    "use": "sig",
    "x": "04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY",
    "y": "UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw",
    "crv": "P-256",
    "kid": "kid-ec-sign",
    "kty": "EC",
}
ES256_HEADER = "eyJhbGciOiJFUzI1NiIsImtpZCI6ImtpZC1lYy1zaWduIn0"
ES256_OTHER_KID = "eyJhbGciOiJFUzI1NiIsImtpZCI6IlhpZC1lYy1zaWduIn0"
ES256_SIGNATURE = (
    "5cA0OHyMP7ezamUd5c9kV-FrGxdx4hbGXOdplQkutrqWrte5P-pAvsE3Ve6xSyU3YDQwUHjVVOtvcrEbbnZ8yA"
)

RS256_KEY = {
    "alg": "RS256",
    "use": "sig",
    "n": "kqGboBfAWttWPCA-0cGRgsY6SaYoIARt0B_PkaEcIq9HPYNdu9n6UuWHuuTHrjF_ZoQW97r5HaAorNvrMEGTGdxC"
    "HZdEtkHvNVVmrtxTBLiQCbCozXhFoIrVcr3qUBrdGnNn_M3jJi7Wg7p_-x62nS5gNG875oyheRkutHsQXikFZwsN3q_T"
    "sPNOVlCiHy8mxzaFTUQGm-X8UYexFyAivlDSjgDJLAZSWfxd7k9Gxuwa3AUfQqQcVcegmgKGCaErQ3qQbh1x7WB6iopE"
    "3_-GZ8HMAVtR9AmrVscqYsnjhaCehfAI0iKKs8zXr8tISc0ORbaalrkk03H1ZrsEnDKEWQ",
    "e": "AQAB",
    "kid": "kid-rsa-sign",
    "kty": "RSA",
}
RS256_HEADER = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImtpZC1yc2Etc2lnbiJ9"
RS256_OTHER_KID = "eyJhbGciOiJSUzI1NiIsImtpZCI6IlhpZC1yc2Etc2lnbiJ9"
RS256_SIGNATURE = (
    "HUwxI1-cZrZgcuOgBQ7G7NE-GrqK79l6GV1KT4DKXnSMFwC8pfZCzE7pmLE7mYpLCIvzC87yuOjuhT0uW5oe6aaAEtR9"
    "78cm-q8dfly45flqMrd_ifhi9GCsMlyi8dpQ42Ou1etZljFZuWjfyk8CN1c5DaHRwhqjScAPIFp6xmzKIRUJ_xdQfUSf"
    "SlujLaixtScU518EoNP4oo1v7E8RAz6ZO4g2N4Xqs8OvSxYydcoTEg42QnLHe9JnXgI37Q5gSwinwaPsG3Ry56UYiLoL"
    "8mCUa74S51y02VsIgVmmGWgaXjM-i_lCiKQDBiBnvWlka4XhVuvd6ZWibM9cbCPtPg"
)
# Signed by the key, over a digest that isn't wrapped as PKCS #1 asks for.
RS256_OTHER_PADDING = {
    "lengthOfSequenceUsesLongFormEncoding": (
        "KudI1-Bo-NhWAmNYu-aEGQA3ciNp-gKgGJETRino-l25uRh9peU1GWjmFfnda0SSZK8msCFMQ-ibIZxkwC1CUjxB"
        "RNwG1LqVtBa2mHtedT3lxKaS0nAQAzhsg0XWAEUjgnH1qtsYXknGzh-Vi_uVsu2yfPy6YhH9_8Ian984VRMzitHD"
        "zeNVcm1jc4vcB6iFicSl4cXWSijLxJSlVkDqMi8Neb3Zw-NQI3mQIt_3Eq51MncS-1vLBr0_qdAFREXVduyb-gRz"
        "gGSrE2pMxEO4Bbp5fvYnjaKsSdtNVvzayKwBDO418mfGzRbQyzpR2EeAFGIAkVRb_Mfh7Uil8nhBeg"
    ),
    "removingSequence": (
        "F7S3oL6racMAA7D3H1UrEo1Ecr8YRxkUQs32K4IFWoAQPU8Tg0_6j23zOJncfho_BYfvC5UKejYFcYC6JIv3rPom"
        "gWuToiSvTpOk9HAuHmV5EMhsOZfLdsH0qVcuZSjLXR_w7m_Ljo8MQ9gwZerD3FBDxi6js7wuckcqEz_thjtatHia"
        "9bR4VvQ4SymBTnvW_ZudQwD_6afcqu72P223hJc7gTXPH9dgmm8E7Iz1R0_s5p54_3DWnbzw9DPB-zeRJI9M0oYp"
        "Jl2BVawpYPTGYqez2HLKRCigbvzz-Q8SEKoheksRGue-ZSQsZlAWw0abqhqulnVZyMjuluD2AU4r9g"
    ),
    "appending0'sToSequence": (
        "CFfhT4N8_nZnxQSmAoxUZ8e82-yFklOoxXiZa0AYMQy6uetl9k_Wsy8t-k3K_kj35EahbptQ333B0IytIJrbMiY5"
        "S6C_KeS5ZoV6vpqpLX1jSw1m7bdPm2ioN4HEKsZOVGp3k0DZMc6NTXjW28dZhFJmeIgh1KTbbFCdu1Mh-6-6QAD_"
        "Hqy4k6sv1BmnL1cUJcTJ53wlTpAE-_jsFYi6TvpxQ6WeZoxb_Cs3f1SE0b7i07xFfx_cvhxUFs_zoWpRbdeU7dEQ"
        "Rdptjo66kIHYvAGgxJIA0taY1TT30da1hDuIFS9i3Ck1-e3fPY_Alp3IYERIZeHoG5LJ0V00q4oVWw"
    ),
    "includingUndefinedTags": (
        "ieakg3sLkQyCf6zxgUKhPFCgZbPNJul8AN9XO5Tuq94dGQfyfzbJgjpOjqV1HG-BiDVKebf6TZbeBCMr_2wzc57m"
        "gSCULpSj9USlGyKuOvuxtPTQivdvTlKMTujvbyLrKcZQ3VP3EzuJPGKowj6BwrXFSEyXnUm0fAVhVGTb0LfCS5QN"
        "uU0XAMKnwD5m6a-DSkpJuKsGJapCee7RFEQzQurIYqjlqGIAnEnNUWawHbFAowgwpNqTuCB96vBcD95iOLW6KUQ6"
        "P6V8srvfitzuGB9TWTPPwTc40492A8TiFFbhUaF3CLrCS-vcLrKMjjZ6B5-DwpmH5b4lht2b9ZfbJw"
    ),
}

GROUPS = {
    "ES256": (ES256_KEY, ES256_HEADER, ES256_OTHER_KID, ES256_SIGNATURE),
    "RS256": (RS256_KEY, RS256_HEADER, RS256_OTHER_KID, RS256_SIGNATURE),
}
SPOILED = {
    "rejectsModifiedSignature": "{header}.{payload}.X{rest}",
    "rejectsMissingSignature": "{header}.{payload}.",
    "rejectsMissingSignatureAndSeparator": "{header}.{payload}",
    "rejectsModifiedPayload": "{header}.WG9v.{signature}",
    "rejectsMissingPayload": "{header}..{signature}",
    "rejectsMissingPayloadAndSeparator": "{header}.{signature}",
    "rejectsModifiedHeader": "{other_kid}.{payload}.{signature}",
    "rejectsMissingHeader": ".{payload}.{signature}",
    "rejectsMissingHeaderAndSeparator": "{payload}.{signature}",
    "rejectsMissingHeaderAndSignature": ".{payload}.",
    "rejectsMissingHeaderSignatureAndSeparators": "{payload}",
    "rejectsEmptyString": "",
    "rejectsExtraEmptyComponent": "{header}.{payload}.{signature}.",
    "rejectsExtraComponent": "{header}.{payload}.{signature}.foo",
}
ES256_ATTACKS = {
    "rejectsSymmetryConfusionAttacks_aesKeyFromEcVerificationKeyBytes": (
        "eyJhbGciOiJIUzI1NiIsImtpZCI6ImtpZC1lYy1zaWduIn0.Zm9v"
        ".TgWtz2FIRukBQ_mA5sgHa0Ybtgn7bl-YBPAi7Z0XdHU"
    ),
    "rejectsAttackerProvidedEmbeddedJwk": (
        "eyJhbGciOiJFUzI1NiIsImtpZCI6ImtpZC1lYy1zaWduIiwiandrIjp7Imt0eSI6IkVDIiwia2lkIjoia2lkLWVj"
        "LXNpZ24iLCJ1c2UiOiJzaWciLCJhbGciOiJFUzI1NiIsIngiOiJNZG5UWkRJaERKYmZBU2RGcWFtY3BPMkNoOUdO"
        "S0sybTBNUWxoNDAyU3BvIiwieSI6Ijdhdko0bHFfV3l4LW5MUERCUTJZcHl0dUh5TWlvMDdCVXl2bDNqYUMtMVki"
        "LCJjcnYiOiJQLTI1NiJ9fQ.Zm9v.4jmsollQD8ZxvySzXYnIEYA4fwaZi2ZbC0aI1J4LYmW2Bn31NhKdjms2N6o5"
        "1Dff5-InWXQF9m45VtTexl6yjg"
    ),
}


def verify(jws, *, algorithm):
    """As the verifier does, but for the claims: these payloads have none."""
    signed = taken_apart(jws)
    check_header(signed.protected, algorithms=(algorithm,))
    key = read_key_set(json.dumps({"keys": [GROUPS[algorithm][0]]}).encode())
    found = key.find(signed.protected["kid"])
    if found is None:
        raise SignatureInvalid("no such key")
    token = UnverifiedToken(signed.protected, {}, signed)
    check_signature(token, key=found, algorithms=(algorithm,))


@pytest.mark.parametrize("algorithm", GROUPS)
class TestWycheproof:
    def test_valid(self, algorithm):
        """The token that all others are made of is accepted."""
        _, header, _, signature = GROUPS[algorithm]
        verify(f"{header}.{PAYLOAD}.{signature}", algorithm=algorithm)

    @pytest.mark.parametrize("pattern", SPOILED.values(), ids=SPOILED.keys())
    def test_spoiled(self, algorithm, pattern):
        """Each part missing, changed or added."""
        _, header, other_kid, signature = GROUPS[algorithm]
        jws = pattern.format(
            header=header,
            payload=PAYLOAD,
            signature=signature,
            rest=signature[1:],
            other_kid=other_kid,
        )
        with pytest.raises(Unauthenticated):
            verify(jws, algorithm=algorithm)


class TestAttacks:
    @pytest.mark.parametrize("jws", ES256_ATTACKS.values(), ids=ES256_ATTACKS.keys())
    def test_keys(self, jws):
        """A public key taken for a secret one, and a key that the token brings along."""
        with pytest.raises(Unauthenticated):
            verify(jws, algorithm="ES256")

    @pytest.mark.parametrize(
        "signature", RS256_OTHER_PADDING.values(), ids=RS256_OTHER_PADDING.keys()
    )
    def test_padding(self, signature):
        """The digest's wrapping is compared, not read (RFC 8017, 8.2.2)."""
        with pytest.raises(SignatureInvalid):
            verify(f"{RS256_HEADER}.{PAYLOAD}.{signature}", algorithm="RS256")
