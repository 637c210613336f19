"""Where a stack lives."""

from pathlib import Path

from devstack.layout import Layout


class TestLayout:
    def test_moves_all_ports(self, monkeypatch):
        """An offset moves every port, and the addresses with them."""
        monkeypatch.delenv("NATS_URL", raising=False)
        layout = Layout.from_environment(Path("data"), port_offset=1000)
        assert (layout.gateway_url, layout.nats_url) == (
            "http://localhost:9080",
            "nats://127.0.0.1:5222",
        )

    def test_prefers_servers_of_somebody_else(self, monkeypatch):
        """MONGO_URL in the environment takes the place of the embedded database."""
        monkeypatch.setenv("MONGO_URL", "mongodb://elsewhere:1/")
        assert Layout.from_environment(Path("data")).mongo_url == "mongodb://elsewhere:1/"

    def test_survives_being_written_down(self):
        """Another shell reads the same layout."""
        layout = Layout(data=Path("data"), gateway_port=1)
        assert Layout.from_json(layout.to_json()) == layout

    def test_binds_each_audience_to_its_own_issuer(self):
        """The portal's issuer can't mint an operator's token."""
        assert Layout(data=Path("data")).issuers == [
            {
                "issuer": "http://localhost:8083/application/o/dezky-operator/",
                "audiences": ["dezky-operator"],
            },
            {
                "issuer": "http://localhost:8083/application/o/dezky-portal/",
                "audiences": ["dezky-portal"],
            },
            {
                "issuer": "http://localhost:8083/application/o/dezky-partner/",
                "audiences": ["dezky-partner"],
            },
        ]
