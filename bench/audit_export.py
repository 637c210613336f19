"""An export of a million entries: what it takes to write, and to check offline."""

import asyncio
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import audit_entries
import httpx2
from devstack.api import Api
from devstack.running import RunningStack
from devstack.waiting import eventually
from peaks import forget_peak, peak_megabytes

_GOAL_MEGABYTES = 200
_LOOK_SECONDS, _PEAK_SECONDS = 0.5, 0.02


async def measure(stack: RunningStack, *, many: int) -> list[dict[str, Any]]:
    """Return rows: memory and rate of the export, memory and verdict of its check."""
    with stack.api("operator") as api, tempfile.TemporaryDirectory() as folder:
        await _sealed(stack, api, many)
        pid = stack.processes["audit"].pid
        forget_peak(pid)
        before, started = peak_megabytes(pid), time.perf_counter()
        export = await _exported(api)
        spent, peak = time.perf_counter() - started, peak_megabytes(pid)
        path = Path(folder) / "export.zip"
        await asyncio.to_thread(_download, stack.gateway_url + export["download"], path)
        key = api.send("GET", "/audit/checkpoint").json()["publicKey"]
        started = time.perf_counter()
        told, checker = await asyncio.to_thread(_verified, path, key)
        checked = time.perf_counter() - started
    entries = int(export["entries"])
    title = f"audit, export of {entries:,} entries"
    shared = {"spread": "", "goal": f"<= 1.00 of {_GOAL_MEGABYTES} MB"}
    return [
        {
            "what": title,
            "measured": f"{peak:.0f} MB at most",
            "baseline": f"{before:.0f} MB before",
            "ratio": peak / _GOAL_MEGABYTES,
            "note": f"{entries / spent:,.0f} entries/s, {export['bytes'] / 1024**2:,.0f} MB file",
            **shared,
        },
        {
            "what": f"{title}: verified offline",
            "measured": f"{checker:.0f} MB at most",
            "baseline": told,
            "ratio": checker / _GOAL_MEGABYTES,
            "note": f"{entries / checked:,.0f} entries/s",
            **shared,
        },
    ]


async def _sealed(stack: RunningStack, api: Api, many: int) -> None:
    """Store so many, and let the service's own sequencer seal them."""
    goal = _size(api) + many
    await audit_entries.append(stack, many)

    async def size() -> int:
        return await asyncio.to_thread(_size, api)

    await eventually(size, until=lambda seen: seen >= goal, timeout_seconds=120 + many / 500)


def _size(api: Api) -> int:
    return int(api.send("GET", "/audit/checkpoint").json()["size"])


async def _exported(api: Api) -> dict[str, Any]:
    """Ask for everything; return the export once it has ended."""
    asked = api.send("POST", "/audit/exports", json={"format": "jsonl"}).json()

    async def looked() -> dict[str, Any]:
        await asyncio.sleep(_LOOK_SECONDS)
        answer = await asyncio.to_thread(api.send, "GET", f"/audit/exports/{asked['id']}")
        seen: dict[str, Any] = answer.json()
        return seen

    patience = 120 + asked["logSize"] / 500
    ended = {"done", "failed"}
    export = await eventually(
        looked, until=lambda seen: seen["state"] in ended, timeout_seconds=patience
    )
    if export["state"] == "failed":
        raise RuntimeError(f"the export failed: {export['reason']}")
    return export


def _download(url: str, path: Path) -> None:
    with (
        httpx2.stream("GET", url, trust_env=False, timeout=60.0) as answer,
        path.open("wb") as file,
    ):
        answer.raise_for_status()
        for piece in answer.iter_bytes():
            file.write(piece)


def _verified(path: Path, key: str) -> tuple[str, float]:
    """Run the command; return what it says, and its peak of memory in megabytes."""
    command = [sys.executable, "-m", "audit", "verify", str(path), "--key", key]
    process, peak = subprocess.Popen(command, stdout=subprocess.PIPE, text=True), 0.0
    while process.poll() is None:
        # Once it has ended there is no figure any more.
        with suppress(ValueError, OSError):
            peak = peak_megabytes(process.pid)
        time.sleep(_PEAK_SECONDS)
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"verify ended with {process.returncode}: {said}")
    return f"exit {process.returncode}", peak
