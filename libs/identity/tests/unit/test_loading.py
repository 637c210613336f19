"""Finding an issuer's key set."""

import json

import pytest
from identity.loading import KeysNotLoaded, load_document


class TestLoadDocument:
    async def test_asks_discovery(self, operator, network):
        """The key set's address comes from the issuer's own metadata."""
        document = await load_document(operator.issuer(), network)
        assert document == network.documents[operator.jwks_uri]
        assert network.fetched == [operator.issuer().discovery_uri, operator.jwks_uri]

    async def test_a_configured_address_needs_no_discovery(self, operator, network):
        """Where authentik is reached by another host, its metadata names the wrong issuer."""
        issuer = operator.issuer(jwks_uri="http://authentik:9000/jwks/")
        network.documents["http://authentik:9000/jwks/"] = b"{}"
        assert await load_document(issuer, network) == b"{}"
        assert network.fetched == ["http://authentik:9000/jwks/"]

    @pytest.mark.parametrize(
        "change",
        [
            {"issuer": "https://id.dezky.test/application/o/dezky-portal/"},
            {"issuer": "https://id.dezky.test/application/o/dezky-operator"},
            {"issuer": None},
            {"jwks_uri": None},
            {"jwks_uri": "file:///etc/passwd"},
            {"jwks_uri": "http://id.dezky.test/jwks/"},
            {"jwks_uri": ["https://id.dezky.test/jwks/"]},
        ],
    )
    async def test_refuses_strange_metadata(self, operator, network, change):
        """Another issuer's metadata (Discovery §4.3), or keys over a weaker line, are not used."""
        metadata = {"issuer": operator.name, "jwks_uri": operator.jwks_uri} | change
        network.documents[operator.issuer().discovery_uri] = json.dumps(metadata).encode()
        with pytest.raises(KeysNotLoaded):
            await load_document(operator.issuer(), network)

    @pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b"<html>", b"1"])
    async def test_refuses_what_is_no_metadata(self, operator, network, answer):
        """A login page or an empty answer is a failure to load."""
        network.documents[operator.issuer().discovery_uri] = answer
        with pytest.raises(KeysNotLoaded):
            await load_document(operator.issuer(), network)
