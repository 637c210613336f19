"""The setting that names whom to trust."""

import pytest
from identity import Issuer
from pydantic import TypeAdapter, ValidationError

ISSUER = "http://localhost:8083/application/o/dezky-operator/"


class TestIssuer:
    def test_reads_the_setting(self):
        """GATEWAY_ISSUERS is a JSON list with camelCase names."""
        [issuer] = TypeAdapter(list[Issuer]).validate_json(
            f'[{{"issuer": "{ISSUER}", "audiences": ["dezky-operator"],'
            ' "jwksUri": "http://idp:9000/jwks/", "algorithms": ["ES256"]}]'
        )
        assert issuer == Issuer(
            issuer=ISSUER,
            audiences=("dezky-operator",),
            jwks_uri="http://idp:9000/jwks/",
            algorithms=("ES256",),
        )

    def test_finds_discovery(self):
        """The well-known address follows the issuer, one slash between them."""
        issuer = Issuer(issuer=ISSUER, audiences=("a",))
        assert issuer.discovery_uri == f"{ISSUER}.well-known/openid-configuration"
        bare = Issuer(issuer="https://id.test", audiences=("a",))
        assert bare.discovery_uri == "https://id.test/.well-known/openid-configuration"

    @pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512", "none", "EdDSA", "rs256"])
    def test_refuses_shared_secrets(self, algorithm):
        """Nobody can configure an algorithm by which readers could mint."""
        with pytest.raises(ValidationError):
            Issuer(issuer=ISSUER, audiences=("a",), algorithms=(algorithm,))

    @pytest.mark.parametrize(
        "change",
        [
            {"audiences": ()},
            {"audiences": ("",)},
            {"algorithms": ()},
            {"issuer": "joe"},
            {"issuer": "https://id.test/?a"},
            {"issuer": "https://user@id.test/"},
            {"jwks_uri": "file:///etc/passwd"},
            {"unknown": 1},
        ],
    )
    def test_refuses_nonsense(self, change):
        """A setting that would accept nothing, or anything, is an error at start."""
        with pytest.raises(ValidationError):
            Issuer(**({"issuer": ISSUER, "audiences": ("a",)} | change))
