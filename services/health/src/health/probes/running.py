"""Runs a probe within its time-out, whatever it meets."""

import asyncio
import ssl
import time
from collections.abc import Mapping

import structlog
from sinks.guard import Guard

from health.probes.dialing import Dialer
from health.probes.failure import NETWORK, ProbeFailed, told
from health.probes.seen import Probe
from health.results.finding import Observation
from health.targets.rules import Definition

log = structlog.get_logger()


class Prober:
    """Chooses the probe by kind; targets of the file are trusted, those of the API aren't."""

    def __init__(self, probes: Mapping[str, Probe], guard: Guard, *, tls: ssl.SSLContext) -> None:
        self._probes = probes
        self._trusted, self._untrusted = (
            Dialer(guard, tls=tls, is_trusted=is_trusted) for is_trusted in (True, False)
        )

    async def look(self, target: Definition) -> Observation:
        """Never raises for what the other side does, and never takes longer than the time-out."""
        dialer = self._trusted if target.source == "file" else self._untrusted
        started = time.perf_counter()
        error, seen = "", None
        try:
            async with asyncio.timeout(target.timeout_ms / 1000):
                seen = await self._probes[target.kind](self._address(target), dialer)
        except TimeoutError:
            error = f"no answer within {target.timeout_ms} ms"
        except ProbeFailed as failed:
            error = str(failed)
        except NETWORK as failed:
            error = told(failed)
        except Exception as failed:
            # A stranger's answer found a mistake of ours: this target fails, the rest go on.
            log.exception("probe_failed", target=target.id)
            error = f"the probe failed: {type(failed).__name__}"
        spent = 1000 * (time.perf_counter() - started)
        if seen is None:
            return Observation(latency_ms=spent, error=error)
        latency = spent if seen.latency_ms is None else seen.latency_ms
        return Observation(latency_ms=latency, facts=seen.facts)

    @staticmethod
    def _address(target: Definition) -> str:
        return target.id if target.kind == "heartbeat" else target.address
