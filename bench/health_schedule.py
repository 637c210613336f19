"""One instance of health with a thousand targets: its processor time, memory and punctuality."""

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bus import Client, Connection, connect
from contracts.health.v1 import (
    GetMetricsRequest,
    GetPlatformHealthRequest,
    HealthServiceClient,
)
from devstack.running import RunningStack
from devstack.waiting import eventually
from footprint import resident_megabytes

TARGETS = 1000
INTERVAL_SECONDS = 10
SECONDS = 40
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, EOFError):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(_ANSWER)
        await writer.drain()
    writer.close()


def _targets(port: int) -> str:
    rows = (
        f"  - {{id: t{number}, name: T{number}, kind: http, address: 'http://127.0.0.1:{port}/',"
        f" interval_seconds: {INTERVAL_SECONDS}}}\n"
        for number in range(TARGETS)
    )
    return "targets:\n" + "".join(rows)


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(stack: RunningStack) -> list[dict[str, Any]]:
    """Return the rows; the stack's own instance makes room meanwhile."""
    line = await connect(stack.nats_url, name="bench")
    stack.processes["health"].stop()
    server = await asyncio.start_server(_answer, "127.0.0.1", 0, backlog=1000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "targets.yaml"
        path.write_text(_targets(server.sockets[0].getsockname()[1]))
        environment = {
            "NATS_URL": stack.nats_url,
            "MONGO_URL": stack.mongo_url,
            "LOG_LEVEL": "warning",
            "HEALTH_TARGETS_FILE": str(path),
        }
        child = subprocess.Popen(
            [sys.executable, "-m", "health"], env={**os.environ, **environment}
        )
        try:
            rows = await _scheduled(line, child.pid)
        finally:
            child.terminate()
            await asyncio.to_thread(child.wait)
            server.close()
            stack.processes["health"].start()
    await line.drain()
    return rows


async def _scheduled(line: Connection, pid: int) -> list[dict[str, Any]]:
    health = HealthServiceClient(Client(line))

    async def live() -> int:
        try:
            return (await health.get_platform_health(GetPlatformHealthRequest())).live
        except Exception:  # noqa: BLE001 - it isn't there yet
            return 0

    await eventually(live, until=lambda seen: seen == TARGETS, timeout_seconds=60)
    before, probes = _processor_seconds(pid), await _figure(health, "dezky_probes_total")
    started = time.perf_counter()
    await asyncio.sleep(SECONDS)
    spent = time.perf_counter() - started
    cores = (_processor_seconds(pid) - before) / spent
    done = (await _figure(health, "dezky_probes_total") - probes) / spent
    late = await _figure(health, "dezky_probe_lateness_p99_milliseconds")
    memory = resident_megabytes(pid)
    about = f"{TARGETS} http targets each {INTERVAL_SECONDS} s, {done:.0f} probes/s"
    return [
        _row("health, processor", f"{cores:.2f} cores", cores / 0.5, "<= 1.00 of 0.5", about),
        _row("health, resident", f"{memory:.0f} MB", memory / 150, "<= 1.00 of 150 MB", about),
        _row("health, p99 lateness", f"{late:.0f} ms", late / 500, "<= 1.00 of 500 ms", about),
    ]


async def _figure(health: HealthServiceClient, name: str) -> float:
    text = (await health.get_metrics(GetMetricsRequest())).text
    return next(
        float(one.rpartition(" ")[2]) for one in text.splitlines() if one.startswith(f"{name}{{")
    )


def _row(what: str, measured: str, ratio: float, goal: str, note: str) -> dict[str, Any]:
    return {
        "what": what,
        "measured": measured,
        "baseline": "",
        "ratio": ratio,
        "spread": "",
        "goal": goal,
        "note": note,
    }
