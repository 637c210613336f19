"""Settings: read strictly."""

import json
from ipaddress import ip_network

import pytest
from chassis.settings import SettingsRefused
from gateway.settings import Settings


class TestSettings:
    def test_lists_are_json(self, monkeypatch):
        """Issuers and proxies come as JSON lists."""
        issuer = {"issuer": "https://id/", "audiences": ["a"], "jwksUri": "https://id/jwks"}
        monkeypatch.setenv("GATEWAY_ISSUERS", json.dumps([issuer]))
        monkeypatch.setenv("GATEWAY_TRUSTED_PROXIES", '["10.0.0.0/8", "::1/128"]')
        settings = Settings.from_environment()
        assert settings.issuers[0].jwks_uri == "https://id/jwks"
        assert settings.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("::1/128"))

    @pytest.mark.parametrize(
        ("variable", "value"),
        [
            ("GATEWAY_TRUSTED_PROXIES", '["10.0.0.1/8"]'),
            ("GATEWAY_PORT", "http"),
            ("GATEWAY_REQUEST_SECONDS", "0"),
            ("GATEWAY_RATE_PER_SECOND", "-1"),
            ("GATEWAY_ISSUERS", '[{"issuer": "id", "audiences": []}]'),
        ],
    )
    def test_nonsense_is_refused(self, monkeypatch, variable, value):
        """A wrong value ends the start, it isn't replaced by a default."""
        monkeypatch.setenv(variable, value)
        with pytest.raises(SettingsRefused, match=variable):
            Settings.from_environment()

    @pytest.mark.parametrize("variable", ["GATEWAY_ISSUER", "GATEWAY_TRUSTED_PROXY"])
    def test_unknown_variable_is_refused(self, monkeypatch, variable):
        """A misspelt setting is not ignored in silence."""
        monkeypatch.setenv(variable, "[]")
        with pytest.raises(ValueError, match=variable):
            Settings.from_environment()
