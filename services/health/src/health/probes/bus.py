"""bus: instances of a service answer `$SRV.STATS`. Address: the service's name.

Conditions: `instances >= 2`, `problem == ""` where the service tells of problems of its own.
"""

import re

from contracts.faults import Fault

from health.fleet.rules import problem_of
from health.fleet.scatter import Scatter
from health.probes.dialing import Dialer
from health.probes.failure import ProbeFailed
from health.probes.seen import Seen

_NAME = re.compile(r"[A-Za-z0-9_-]+")
# Instances that answer do so within milliseconds.
_WINDOW_SECONDS = 0.2


class BusProbe:
    """The latency is the fastest instance's, not the time spent waiting for more of them."""

    def __init__(self, scatter: Scatter) -> None:
        self._scatter = scatter

    async def __call__(self, address: str, dialer: Dialer) -> Seen:
        """Count the instances."""
        del dialer
        if not _NAME.fullmatch(address):
            raise ProbeFailed(f"{address} is no service's name")
        try:
            answers = await self._scatter.ask("STATS", address, window_seconds=_WINDOW_SECONDS)
        except Fault as fault:
            raise ProbeFailed(fault.detail or fault.reason) from fault
        if not answers:
            raise ProbeFailed("no instance answers")
        return Seen(
            facts={
                "instances": len({told.get("id") for _, told in answers}),
                "version": str(answers[0][1].get("version", "")),
                "problem": next(filter(None, (problem_of(told) for _, told in answers)), ""),
            },
            latency_ms=1000 * min(seconds for seconds, _ in answers),
        )
