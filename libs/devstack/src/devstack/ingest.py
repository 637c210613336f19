"""The ingest services on a laptop, pointed at the stack's own upstreams."""

import json
from collections.abc import Callable, Sequence

from devstack.layout import Layout
from devstack.processes import Process

# Not secrets: everything here listens on the loopback interface of a laptop.
IDENTITY_API_TOKEN = "development-events-token"  # noqa: S105
STALWART_SECRET = "development-webhook-secret"  # noqa: S105


def services(layout: Layout, service: Callable[..., Process]) -> Sequence[Process]:
    """List the three services, pointed at the stack's own upstreams."""
    authentik = {
        "INGEST_AUTHENTIK_URL": layout.identity_url,
        "INGEST_AUTHENTIK_TOKEN": IDENTITY_API_TOKEN,
        "INGEST_AUTHENTIK_INTERVAL_SECONDS": "2",
    }
    stalwart = {
        "INGEST_STALWART_SECRETS": json.dumps([STALWART_SECRET]),
        "INGEST_STALWART_PORT": str(layout.stalwart_webhook_port),
    }
    ocis = {
        "INGEST_OCIS_AUDIT_PATH": str(layout.ocis_audit_path),
        "INGEST_OCIS_INTERVAL_SECONDS": "1",
    }
    # It must be there to be watched.
    layout.ocis_audit_path.parent.mkdir(parents=True, exist_ok=True)
    return [
        service(layout, "ingest_authentik", authentik),
        service(layout, "ingest_stalwart", stalwart, ports=(layout.stalwart_webhook_port,)),
        service(layout, "ingest_ocis", ocis),
    ]
