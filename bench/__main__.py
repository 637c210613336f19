"""Measures everything in one run and prints one table."""

import os
import sys
import tempfile
import time
from pathlib import Path

import uvloop
from devstack.layout import Layout
from devstack.programs import programs
from devstack.running import RunningStack
from devstack.stack import Stack
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent))

import audit_rate
import console_pages
import flag_evaluation
import flag_path
import flag_scale
import footprint
import gateway_path
import health_reading
import health_schedule
import ingest_rate
import tenant_lists

_COLUMNS = ("what", "measured", "baseline", "ratio", "spread", "goal", "note")


def main() -> None:
    """Start a stack of its own, measure, print, stop."""
    console = Console(width=max(Console().width, 150))
    with tempfile.TemporaryDirectory() as folder:
        # The limiter stays in the path, but never says no to the load.
        os.environ |= {"GATEWAY_RATE_PER_SECOND": "1000000", "GATEWAY_RATE_BURST": "1000000"}
        layout = Layout.on_free_ports(Path(folder))
        stack = Stack(programs(layout, seed=False))
        started = time.perf_counter()
        stack.start()
        ready_seconds = time.perf_counter() - started
        try:
            running = RunningStack(layout, stack.processes)
            with console.status("gateway path"):
                rows = uvloop.run(gateway_path.measure(running))
            with console.status("audit rate"):
                consumed = uvloop.run(audit_rate.measure(running))
            with console.status("ingest rate"):
                own = audit_rate.rate_of(consumed)
                rows += [*consumed, *uvloop.run(ingest_rate.measure(running, audit_rate=own))]
            with console.status("lists of tenants and partners, and the console's pages"):
                few = console_pages.look(running)
                rows += uvloop.run(tenant_lists.measure(running))
                rows += console_pages.rows(few, console_pages.look(running))
            with console.status("reading the platform's health"):
                rows += uvloop.run(health_reading.measure(running))
            rows += footprint.measure(running, ready_seconds=ready_seconds)
            with console.status("flags"):
                rows += flag_evaluation.measure()
                rows += uvloop.run(flag_path.measure(running))
                rows += uvloop.run(flag_scale.measure(running))
            with console.status("health schedule"):
                rows += uvloop.run(health_schedule.measure(running))
        finally:
            stack.stop()
    table = Table(*_COLUMNS, title="One run, ratios to the baseline beside them")
    for row in rows:
        table.add_row(*(f"{row[name]:.2f}" if name == "ratio" else row[name] for name in _COLUMNS))
    console.print(table)


if __name__ == "__main__":
    main()
