"""How long the stack takes to be ready, and what each process keeps in memory."""

from pathlib import Path
from typing import Any

from devstack.running import RunningStack

_GOAL_MEGABYTES = 110
_GOAL_SECONDS = 10
_SERVICES = (
    "tenant",
    "audit",
    "flag",
    "health",
    "gateway",
    "ingest_authentik",
    "ingest_stalwart",
    "ingest_ocis",
)


def resident_megabytes(pid: int) -> float:
    """Return what the kernel says a process keeps in memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no memory figure for {pid}")


def measure(stack: RunningStack, *, ready_seconds: float) -> list[dict[str, Any]]:
    """Return a row for the start, and one for each service."""
    rows = [
        {
            "what": "stack ready, once installed",
            "measured": f"{ready_seconds:.1f} s",
            "baseline": "",
            "ratio": ready_seconds / _GOAL_SECONDS,
            "spread": "",
            "goal": "<= 1.00 of 10 s",
            "note": "",
        }
    ]
    for name in _SERVICES:
        resident = resident_megabytes(stack.processes[name].pid)
        rows.append(
            {
                "what": f"{name}, resident after the load",
                "measured": f"{resident:.0f} MB",
                "baseline": "",
                "ratio": resident / _GOAL_MEGABYTES,
                "spread": "",
                "goal": "<= 1.00 of 110 MB",
                "note": "",
            }
        )
    return rows
