"""Asks every system in turn, and takes what fails for an answer."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace

import structlog

from tenant.provisioning.assessing import Attempt, Standing
from tenant.provisioning.failures import CircuitOpen, UpstreamFailure
from tenant.provisioning.reconciler import Reconciler
from tenant.provisioning.target import Target

log = structlog.get_logger()
# Mail first, then files; who may sign in is taken away last, for it is what all of them ask.
_TEARDOWN = ("stalwart", "ocis", "authentik")


class Rounds:
    """The configured systems; they have nothing to do with each other, but in a teardown."""

    def __init__(self, reconcilers: Sequence[Reconciler]) -> None:
        self._reconcilers = {one.integration.name: one for one in reconcilers}

    @property
    def names(self) -> tuple[str, ...]:
        """The systems, by name."""
        return tuple(sorted(self._reconcilers))

    def is_open(self, name: str) -> bool:
        """Say whether this instance leaves a system alone after failures in a row."""
        held = self._reconcilers.get(name)
        return held is not None and held.breaker.is_open

    async def go(
        self,
        target: Target,
        *,
        known: Collection[str] = (),
        left_alone: Collection[str] = (),
        acts: bool,
    ) -> Sequence[Attempt]:
        """Return what became of each system; all but those `left_alone` are asked.

        One that the tenant is not to have (any more) is closed, if it is `known` there.
        """
        concerned = [name for name in self._reconcilers if name in target.systems or name in known]
        if target.access == "gone" and acts:
            return await self._tear_down(target, concerned, left_alone)
        return await asyncio.gather(
            *(
                _leave(name) if name in left_alone else self._attempt(name, target, acts=acts)
                for name in concerned
            )
        )

    async def _tear_down(
        self, target: Target, concerned: Collection[str], left_alone: Collection[str]
    ) -> Sequence[Attempt]:
        """One after the other; what isn't down keeps the rest up."""
        attempts: list[Attempt] = []
        for name in sorted(concerned, key=_TEARDOWN.index):
            if attempts and attempts[-1].outcome is None:
                attempts.append(Attempt(name, waits=True))
            elif name in left_alone:
                attempts.append(await _leave(name))
            else:
                attempts.append(await self._attempt(name, target, acts=True))
        return attempts

    async def _attempt(self, name: str, target: Target, *, acts: bool) -> Attempt:
        reconciler = self._reconcilers[name]
        breaker = reconciler.breaker
        standing: Standing = target.access
        if target.access == "open" and name not in target.systems:
            standing, target = "unwanted", replace(target, access="closed")
        try:
            breaker.ensure_closed()
        except CircuitOpen as failure:
            return Attempt(name, standing, failure=failure)
        try:
            outcome = await (reconciler.agree if acts else reconciler.compare)(target)
        except UpstreamFailure as failure:
            breaker.failed(failure)
            log.warning(
                "provisioning_attempt_failed",
                tenant_slug=target.slug,
                integration=name,
                reason=failure.reason,
                detail=str(failure),
            )
            return Attempt(name, standing, failure=failure)
        except BaseException:
            breaker.gave_up()
            raise
        breaker.worked()
        return Attempt(name, standing, outcome=outcome)


async def _leave(name: str) -> Attempt:
    return Attempt(name)
