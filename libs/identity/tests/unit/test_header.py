"""What a header may say."""

import pytest
from identity.faults import AlgorithmNotAccepted, HeaderNotAccepted
from identity.header import check_header

ALGORITHMS = ("RS256",)


class TestCheckHeader:
    @pytest.mark.parametrize(
        "header",
        [
            {"alg": "RS256"},
            {"alg": "RS256", "kid": "k"},
            {"alg": "RS256", "kid": "k", "typ": "JWT"},
            {"alg": "RS256", "typ": "jwt"},
            {"alg": "RS256", "typ": "at+jwt"},
            {"alg": "RS256", "typ": "application/at+JWT"},
        ],
    )
    def test_accepts(self, header):
        """Algorithm, key id and the two types of signed tokens."""
        check_header(header, algorithms=ALGORITHMS)

    @pytest.mark.parametrize("crit", [["exp"], ["b64"], ["alg"], [], None, "exp", 1])
    def test_refuses_any_crit(self, crit):
        """No extension is understood, so none may be critical, well-formed or not."""
        with pytest.raises(HeaderNotAccepted, match="crit"):
            check_header({"alg": "RS256", "crit": crit, "exp": 1}, algorithms=ALGORITHMS)

    @pytest.mark.parametrize(
        "name", ["jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256", "cty", "b64", "zip", "enc", "iss"]
    )
    def test_refuses_unknown_parameters(self, name):
        """Keys, addresses of keys and everything else that is not acted upon."""
        with pytest.raises(HeaderNotAccepted, match="only have alg, kid and typ"):
            check_header({"alg": "RS256", name: "x"}, algorithms=ALGORITHMS)

    @pytest.mark.parametrize(
        "algorithm",
        [
            "none",
            "None",
            "NONE",
            "nOnE",
            "",
            "HS256",
            "HS512",
            "ES256",
            "rs256",
            "RS256 ",
            None,
            ["RS256"],
            {"RS256": 1},
            256,
        ],
    )
    def test_refuses_other_algorithms(self, algorithm):
        """Only what is pinned for the issuer, letter by letter."""
        with pytest.raises(AlgorithmNotAccepted):
            check_header({"alg": algorithm}, algorithms=ALGORITHMS)

    def test_needs_an_algorithm(self):
        """A header without `alg` is not taken for the usual one."""
        with pytest.raises(AlgorithmNotAccepted):
            check_header({}, algorithms=ALGORITHMS)

    @pytest.mark.parametrize("kid", ["", None, 1, ["k"], {"k": 1}, True])
    def test_refuses_strange_key_ids(self, kid):
        """A key id is a non-empty string or left out."""
        with pytest.raises(HeaderNotAccepted, match="kid"):
            check_header({"alg": "RS256", "kid": kid}, algorithms=ALGORITHMS)

    @pytest.mark.parametrize(
        "media_type", ["JWE", "logout+jwt", "dpop+jwt", "secevent+jwt", "", None, 1, ["JWT"]]
    )
    def test_refuses_other_types(self, media_type):
        """A logout token or a DPoP proof is signed by the same key and means another thing."""
        with pytest.raises(HeaderNotAccepted, match="typ"):
            check_header({"alg": "RS256", "typ": media_type}, algorithms=ALGORITHMS)
