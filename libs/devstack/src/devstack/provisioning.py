"""What the demo's tenants are provisioned in: stand-ins, and the identity provider's own API."""

import json
import sys
from collections.abc import Mapping

from devstack.ingest import IDENTITY_API_TOKEN
from devstack.layout import Layout
from devstack.probes import answers_http
from devstack.processes import Process, Program

# Not a secret: it listens on the loopback interface of a laptop.
SECRET = "development-provisioning-secret"  # noqa: S105


def standins(layout: Layout) -> list[Process]:
    """Run what plays Stalwart and oCIS, if tenants are to be provisioned at all."""
    if not layout.standins_port:
        return []
    program = Program(
        name="standins",
        command=(sys.executable, "-m", "devstack.standins"),
        log=layout.data / "logs" / "standins.log",
        probe=answers_http(f"{layout.standins_url}/ocis/status.php"),
        ports=(layout.standins_port,),
        environment={
            "STANDINS_PORT": str(layout.standins_port),
            "STANDINS_DATA": str(layout.data / "standins"),
            "STANDINS_SECRET": SECRET,
        },
    )
    return [Process(program)]


def addresses(layout: Layout) -> Mapping[str, str]:
    """Tell the tenant service where the systems are; nothing when there are none."""
    if not layout.standins_port:
        return {}
    return {
        "TENANT_AUTHENTIK_URL": layout.identity_url,
        "TENANT_AUTHENTIK_TOKEN": IDENTITY_API_TOKEN,
        "TENANT_AUTHENTIK_APPLICATIONS": json.dumps(["dezky-files"]),
        "TENANT_STALWART_URL": f"{layout.standins_url}/stalwart",
        "TENANT_STALWART_SECRET": SECRET,
        "TENANT_OCIS_URL": f"{layout.standins_url}/ocis",
        "TENANT_OCIS_SECRET": SECRET,
        # Nobody can prove that example.org is theirs.
        "TENANT_PROVISION_UNPROVEN_DOMAINS": "true",
        "TENANT_PROVISIONING_RESYNC_MINUTES": "1",
    }


def health_addresses(layout: Layout) -> Mapping[str, str]:
    """Say where the health service finds them."""
    if not layout.standins_port:
        return {}
    return {
        "stalwart": f"{layout.standins_url}/stalwart/healthz/ready",
        "ocis": f"{layout.standins_url}/ocis/status.php",
    }
