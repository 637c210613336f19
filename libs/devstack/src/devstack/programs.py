"""What a stack runs, in the order of its start; a new service is one line in `_services`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from devstack import ingest, provisioning, secrets
from devstack.children import bus_service, python, servers
from devstack.doors import exports_url, gateway, identity, people_application
from devstack.layout import OPERATOR_CLIENT, PORTAL_CLIENT, Layout
from devstack.processes import Process

_FIRST_ADMINS = ["operator@dezky.localhost"]


def programs(layout: Layout, *, seed: bool) -> Sequence[Process]:
    """List the children of a stack; they start in this order, as soon as each may."""
    children = [
        *servers(layout),
        identity(layout),
        *provisioning.standins(layout),
        _streams(layout),
        *_services(layout),
    ]
    if seed:
        names = tuple(child.program.name for child in children)
        children.append(_seed(layout, after=names))
    return children


def provisioning_alone(layout: Layout, environment: Mapping[str, str]) -> Sequence[Process]:
    """List what it takes to provision tenants; the tenant service gets this environment too."""
    return [
        *servers(layout),
        identity(layout),
        *provisioning.standins(layout),
        _streams(layout),
        _tenant(layout, environment),
    ]


def _tenant(layout: Layout, environment: Mapping[str, str] | None = None) -> Process:
    admins = {"TENANT_FIRST_ADMINS": json.dumps(_FIRST_ADMINS)}
    systems = provisioning.addresses(layout)
    return bus_service(layout, "tenant", {**admins, **systems, **(environment or {})})


def _services(layout: Layout) -> Sequence[Process]:
    return [
        _tenant(layout),
        bus_service(layout, "partner"),
        bus_service(
            layout,
            "audit",
            {
                **secrets.audit(layout.data),
                "AUDIT_EXPORTS_URL": exports_url(layout),
                "AUDIT_ARCHIVE_URL": (layout.data.absolute() / "archive").as_uri(),
            },
        ),
        bus_service(layout, "flag"),
        bus_service(layout, "health", _health(layout)),
        gateway(layout),
        people_application(layout, "console", layout.console_url, OPERATOR_CLIENT),
        people_application(layout, "portal", layout.portal_url, PORTAL_CLIENT),
        *ingest.services(layout, bus_service),
    ]


def _health(layout: Layout) -> Mapping[str, str]:
    """Say where the targets are that run here; the rest is shown as not configured."""
    root = Path(__file__).resolve().parents[4]
    addresses = {
        "gateway": f"{layout.gateway_url}/health",
        "nats": layout.nats_url,
        "mongodb": layout.mongo_url,
        "authentik": f"{layout.identity_url}/-/health/ready/",
        **provisioning.health_addresses(layout),
    }
    return {
        "HEALTH_TARGETS_FILE": str(root / "deploy" / "health" / "targets.yaml"),
        "HEALTH_ADDRESSES": json.dumps(addresses),
        "HEALTH_HEARTBEAT_SECRET": "development only",
    }


def _streams(layout: Layout) -> Process:
    return python(layout, "streams", module="devstack.streams", after=("nats",))


def _seed(layout: Layout, *, after: tuple[str, ...]) -> Process:
    return python(
        layout,
        "seed",
        module="devstack.seed",
        after=after,
        environment={"LAYOUT": layout.to_json()},
        is_essential=False,
    )
