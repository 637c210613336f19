"""What a stack runs, in the order of its start; a new service is one line in `_services`."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from devstack import ingest, provisioning, secrets
from devstack.layout import OPERATOR_CLIENT, PORTAL_CLIENT, Layout
from devstack.mongo import Database
from devstack.nats import NatsServer
from devstack.probes import Probe, answers_http, answers_ping
from devstack.processes import Process, Program

_FIRST_ADMINS = ["operator@dezky.localhost"]


def programs(layout: Layout, *, seed: bool) -> Sequence[Process]:
    """List the children of a stack; they start in this order, as soon as each may."""
    children = [
        *_servers(layout),
        identity(layout),
        *provisioning.standins(layout),
        _streams(layout),
        *_services(layout),
    ]
    if seed:
        names = tuple(child.program.name for child in children)
        children.append(_seed(layout, after=names))
    return children


def _servers(layout: Layout) -> Sequence[Process]:
    servers: list[Process] = []
    if not layout.foreign_nats_url:
        servers.append(
            NatsServer(
                layout.data / "nats", port=layout.nats_port, log=layout.data / "logs" / "nats.log"
            )
        )
    if not layout.foreign_mongo_url:
        servers.append(
            Database(
                layout.data / "database",
                port=layout.database_port,
                log=layout.data / "logs" / "database.log",
            )
        )
    return servers


def provisioning_alone(layout: Layout, environment: Mapping[str, str]) -> Sequence[Process]:
    """List what it takes to provision tenants; the tenant service gets this environment too."""
    return [
        *_servers(layout),
        identity(layout),
        *provisioning.standins(layout),
        _streams(layout),
        _tenant(layout, environment),
    ]


def _tenant(layout: Layout, environment: Mapping[str, str] | None = None) -> Process:
    admins = {"TENANT_FIRST_ADMINS": json.dumps(_FIRST_ADMINS)}
    systems = provisioning.addresses(layout)
    return _bus_service(layout, "tenant", {**admins, **systems, **(environment or {})})


def _services(layout: Layout) -> Sequence[Process]:
    return [
        _tenant(layout),
        _bus_service(layout, "partner"),
        _bus_service(
            layout,
            "audit",
            {
                **secrets.audit(layout.data),
                "AUDIT_EXPORTS_URL": _exports(layout),
                "AUDIT_ARCHIVE_URL": (layout.data.absolute() / "archive").as_uri(),
            },
        ),
        _bus_service(layout, "flag"),
        _bus_service(layout, "health", _health(layout)),
        _gateway(layout),
        _people_application(layout, "console", layout.console_url, OPERATOR_CLIENT),
        _people_application(layout, "portal", layout.portal_url, PORTAL_CLIENT),
        *ingest.services(layout, _bus_service),
    ]


def _exports(layout: Layout) -> str:
    return (layout.data.absolute() / "exports").as_uri()


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


def identity(layout: Layout) -> Process:
    """Run the identity provider, which needs nobody else."""
    return _python(
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


def _streams(layout: Layout) -> Process:
    return _python(layout, "streams", module="devstack.streams", after=("nats",))


def _gateway(layout: Layout) -> Process:
    return _python(
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
            # Console and portal name the address of the person who clicks.
            "GATEWAY_TRUSTED_PROXIES": json.dumps(["127.0.0.0/8", "::1/128"]),
            "GATEWAY_EXPORTS_URL": _exports(layout),
        },
    )


def _people_application(layout: Layout, name: str, url: str, client: str) -> Process:
    """Run console or portal, which need the gateway and the identity provider, but not at start."""
    port = urlsplit(url).port or 0
    prefix = name.upper()
    return _python(
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


def _bus_service(
    layout: Layout,
    name: str,
    environment: Mapping[str, str] | None = None,
    *,
    ports: tuple[int, ...] = (),
) -> Process:
    return _python(
        layout,
        name,
        module=name,
        probe=answers_ping(layout.nats_url, name),
        ports=ports,
        after=("database", "streams"),
        environment=environment,
    )


def _seed(layout: Layout, *, after: tuple[str, ...]) -> Process:
    return _python(
        layout,
        "seed",
        module="devstack.seed",
        after=after,
        environment={"LAYOUT": layout.to_json()},
        is_essential=False,
    )


def _python(
    layout: Layout,
    name: str,
    *,
    module: str,
    probe: Probe | None = None,
    ports: tuple[int, ...] = (),
    after: tuple[str, ...] = (),
    environment: Mapping[str, str] | None = None,
    is_essential: bool = True,
) -> Process:
    shared = {
        "NATS_URL": layout.nats_url,
        "MONGO_URL": layout.mongo_url,
        "LOG_FORMAT": "console",
    }
    return Process(
        Program(
            name=name,
            command=(sys.executable, "-m", module),
            log=layout.data / "logs" / f"{name}.log",
            probe=probe,
            environment={**shared, **(environment or {})},
            ports=ports,
            after=after,
            is_essential=is_essential,
        )
    )
