"""Measures everything, or the parts that are named, in one run and prints one table."""

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import uvloop
from devstack.layout import Layout
from devstack.programs import programs
from devstack.running import RunningStack
from devstack.seed import seed
from devstack.stack import Stack
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent))

import audit_delay
import audit_entries
import audit_export
import audit_flood
import audit_lists
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

Rows = list[dict[str, Any]]
_COLUMNS = ("what", "measured", "baseline", "ratio", "spread", "goal", "note")


def _audit(stack: RunningStack) -> Rows:
    consumed = uvloop.run(audit_rate.measure(stack))
    own = audit_rate.rate_of(consumed)
    return [*consumed, *uvloop.run(ingest_rate.measure(stack, audit_rate=own))]


def _lists(stack: RunningStack, *, many: int) -> Rows:
    seed(stack.layout)
    demo = console_pages.look(stack)
    rows = uvloop.run(tenant_lists.measure(stack))
    uvloop.run(audit_entries.fill(stack, many))
    return [*rows, *console_pages.rows(demo, console_pages.look(stack), entries=many)]


def _flags(stack: RunningStack) -> Rows:
    return [*flag_evaluation.measure(), *uvloop.run(flag_path.measure(stack))]


def parts(*, many: int, flood: float) -> dict[str, Callable[[RunningStack], Rows]]:
    """Return them in this order: later ones stand on the load of those before."""
    return {
        "gateway": lambda stack: uvloop.run(gateway_path.measure(stack)),
        "audit": _audit,
        "lists": partial(_lists, many=many),
        "entries": lambda stack: uvloop.run(audit_lists.measure(stack, many=many)),
        "delay": lambda stack: uvloop.run(audit_delay.measure(stack)),
        "flood": lambda stack: uvloop.run(audit_flood.measure(stack, seconds=flood)),
        "export": lambda stack: uvloop.run(audit_export.measure(stack, many=many)),
        "health": lambda stack: uvloop.run(health_reading.measure(stack)),
        "flags": _flags,
        "scale": lambda stack: uvloop.run(flag_scale.measure(stack)),
        "schedule": lambda stack: uvloop.run(health_schedule.measure(stack)),
    }


def main() -> int:
    """Start a stack of its own, measure, print, stop; 1 if a part couldn't be measured."""
    parser = argparse.ArgumentParser(prog="./task bench", description=__doc__)
    names = list(parts(many=0, flood=0))
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"all, or some of: {', '.join(names)}"
    )
    parser.add_argument(
        "--many",
        type=int,
        default=audit_entries.MANY,
        help="how many entries the timeline has for `lists`, `entries` and `export`; %(default)s",
    )
    parser.add_argument(
        "--flood", type=float, default=audit_flood.SECONDS, help="seconds of it; %(default)s"
    )
    asked = parser.parse_args()
    chosen, known = asked.parts or names, parts(many=asked.many, flood=asked.flood)
    if unknown := set(chosen) - known.keys():
        parser.error(f"{', '.join(sorted(unknown))}: should be of {', '.join(names)}")
    console = Console(width=max(Console().width, 150))
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        # The limiter stays in the path, but never says no to the load.
        os.environ |= {"GATEWAY_RATE_PER_SECOND": "1000000", "GATEWAY_RATE_BURST": "1000000"}
        layout = Layout.on_free_ports(Path(folder))
        stack = Stack(programs(layout, seed=False))
        started = time.perf_counter()
        stack.start()
        ready_seconds = time.perf_counter() - started
        rows: Rows = []
        try:
            running = RunningStack(layout, stack.processes)
            for name in (one for one in names if one in chosen):
                with console.status(name):
                    found = _measured(name, partial(known[name], running), failed)
                rows += found
                # A run takes long: what is known is told.
                for row in found:
                    console.print(f"{row['what']}: {row['measured']}, ratio {row['ratio']:.2f}")
            rows += footprint.measure(running, ready_seconds=ready_seconds)
        finally:
            stack.stop()
    table = Table(*_COLUMNS, title="One run, ratios to the baseline beside them")
    for row in rows:
        table.add_row(*(f"{row[name]:.2f}" if name == "ratio" else row[name] for name in _COLUMNS))
    console.print(table)
    for name in failed:
        console.print(f"{name}: not measured, see above", style="red")
    return 1 if failed else 0


def _measured(name: str, part: Callable[[], Rows], failed: list[str]) -> Rows:
    """Return a part's rows; one that can't be measured doesn't cost the others theirs."""
    try:
        return part()
    except Exception:  # noqa: BLE001 - shown, and the run ends with 1
        traceback.print_exc(limit=4)
        failed.append(name)
        return []


if __name__ == "__main__":
    sys.exit(main())
