"""What people and programs call over HTTP: identity provider, gateway, console and portal."""

import json
from urllib.parse import urlsplit

from devstack import ingest
from devstack.children import python
from devstack.layout import Layout
from devstack.probes import answers_http
from devstack.processes import Process


def exports_url(layout: Layout) -> str:
    """Say where audit leaves exports and the gateway finds them."""
    return (layout.data.absolute() / "exports").as_uri()


def identity(layout: Layout) -> Process:
    """Run the identity provider, which needs nobody else."""
    return python(
        layout,
        "identity",
        module="devstack.identity",
        probe=answers_http(f"{layout.identity_url}/-/health/live/"),
        ports=(layout.identity_port,),
        environment={
            "IDENTITY_HOST": "127.0.0.1",
            "IDENTITY_PORT": str(layout.identity_port),
            "IDENTITY_PUBLIC_URL": layout.identity_url,
            "IDENTITY_DATA": str(layout.data / "identity"),
            "IDENTITY_API_TOKEN": ingest.IDENTITY_API_TOKEN,
        },
    )


def gateway(layout: Layout) -> Process:
    """Run the gateway; console and portal may name the address of whoever clicks."""
    return python(
        layout,
        "gateway",
        module="gateway",
        probe=answers_http(f"{layout.gateway_url}/health"),
        ports=(layout.gateway_port,),
        after=("streams",),
        environment={
            "GATEWAY_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(layout.gateway_port),
            "GATEWAY_ISSUERS": json.dumps(layout.issuers),
            "GATEWAY_TRUSTED_PROXIES": json.dumps(["127.0.0.0/8", "::1/128"]),
            "GATEWAY_EXPORTS_URL": exports_url(layout),
        },
    )


def people_application(layout: Layout, name: str, url: str, client: str) -> Process:
    """Run console or portal, which need the gateway and the identity provider, but not at start."""
    port = urlsplit(url).port or 0
    prefix = name.upper()
    return python(
        layout,
        name,
        module=name,
        probe=answers_http(f"{url}/health"),
        ports=(port,),
        environment={
            f"{prefix}_PORT": str(port),
            f"{prefix}_PUBLIC_URL": url,
            f"{prefix}_GATEWAY_URL": layout.gateway_url,
            f"{prefix}_ISSUER": json.dumps(
                {"issuer": layout.issuer(client), "audiences": [client]}
            ),
            f"{prefix}_SECRET": f"development only, sessions of the {name}",
            f"{prefix}_SESSIONS": str(layout.data / name / "sessions.db"),
        },
    )
