"""How one child of a stack is started; `programs.py` says which there are."""

import sys
from collections.abc import Mapping, Sequence

from devstack.layout import Layout
from devstack.mongo import Database
from devstack.nats import NatsServer
from devstack.probes import Probe, answers_ping
from devstack.processes import Process, Program


def servers(layout: Layout) -> Sequence[Process]:
    """Run NATS and the database, unless the layout names foreign ones."""
    children: list[Process] = []
    if not layout.foreign_nats_url:
        children.append(
            NatsServer(
                layout.data / "nats", port=layout.nats_port, log=layout.data / "logs" / "nats.log"
            )
        )
    if not layout.foreign_mongo_url:
        children.append(
            Database(
                layout.data / "database",
                port=layout.database_port,
                log=layout.data / "logs" / "database.log",
            )
        )
    return children


def bus_service(
    layout: Layout,
    name: str,
    environment: Mapping[str, str] | None = None,
    *,
    ports: tuple[int, ...] = (),
) -> Process:
    """Run a service that is there once it answers on the bus."""
    return python(
        layout,
        name,
        module=name,
        probe=answers_ping(layout.nats_url, name),
        ports=ports,
        after=("database", "streams"),
        environment=environment,
    )


def python(
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
    """Run a module of ours, `after` others of the stack are there."""
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
