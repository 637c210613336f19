"""The examples of RFC 7515, appendix A."""

import json

import pytest
from identity.compact import read
from identity.faults import AlgorithmNotAccepted, SignatureInvalid, TokenMalformed
from identity.header import check_header
from identity.keys import read_key_set
from identity.signature import check_signature

PAYLOAD = (
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
)
CLAIMS = {"iss": "joe", "exp": 1300819380, "http://example.com/is_root": True}

A1 = (
    f"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{PAYLOAD}."
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)

A2_SIGNATURE = (
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7"
    "AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
    "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
    "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv"
    "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB"
    "p0igcN_IoypGlUPQGe77Rw"
)
A2 = f"eyJhbGciOiJSUzI1NiJ9.{PAYLOAD}.{A2_SIGNATURE}"
A2_KEY = {
    "kty": "RSA",
    "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp"
    "-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOW"
    "vG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUs"
    "LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9k"
    "G4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2"
    "PAcDTW9gb54h4FRWyuXpoQ",
    "e": "AQAB",
}

A3_SIGNATURE = (
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)
A3 = f"eyJhbGciOiJFUzI1NiJ9.{PAYLOAD}.{A3_SIGNATURE}"
A3_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}

A4 = (
    "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA."
    "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZq"
    "wqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8Kp"
    "EHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn"
)
A5 = f"eyJhbGciOiJub25lIn0.{PAYLOAD}."


def key(member):
    return read_key_set(json.dumps({"keys": [member]}).encode()).find(None)


class TestAppendixA:
    def test_a1_shared_secrets_are_refused(self):
        """HS256 is read and goes no further than its algorithm."""
        with pytest.raises(AlgorithmNotAccepted):
            check_header(read(A1).header, algorithms=("RS256", "ES256"))

    def test_a2_rs256(self):
        """The RSA example verifies."""
        token = read(A2)
        check_signature(token, key=key(A2_KEY), algorithms=("RS256",))
        assert token.claims == CLAIMS

    def test_a3_es256(self):
        """The elliptic curve example verifies."""
        token = read(A3)
        check_signature(token, key=key(A3_KEY), algorithms=("ES256",))
        assert token.claims == CLAIMS

    @pytest.mark.parametrize(("token", "member"), [(A2, A3_KEY), (A3, A2_KEY)])
    def test_keys_do_not_mix(self, token, member):
        """An RSA signature is not looked at with a curve's key, nor the reverse."""
        with pytest.raises(SignatureInvalid):
            check_signature(read(token), key=key(member), algorithms=("RS256", "ES256"))

    def test_a4_is_no_token(self):
        """Its payload is seven letters, not claims."""
        with pytest.raises(TokenMalformed):
            read(A4)

    def test_a5_unsecured_is_refused(self):
        """`none` is an algorithm nobody can configure."""
        with pytest.raises(AlgorithmNotAccepted):
            check_header(read(A5).header, algorithms=("RS256", "ES256"))

    def test_a6_general_json_is_no_token(self):
        """The JSON serialization has no place in a header."""
        with pytest.raises(TokenMalformed):
            read(
                json.dumps(
                    {
                        "payload": PAYLOAD,
                        "signatures": [
                            {"protected": "eyJhbGciOiJSUzI1NiJ9", "signature": A2_SIGNATURE}
                        ],
                    }
                )
            )

    @pytest.mark.parametrize("token", [A2, A3])
    def test_appendix_b_strict_base64url(self, token):
        """RFC 7515 §2: the same bytes with padding are another, refused text."""
        with pytest.raises(TokenMalformed):
            read(f"{token}=")
