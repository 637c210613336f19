"""Brings one system into agreement with one tenant: look, compare, act, and look again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from chassis import Clock, now

from tenant.provisioning.breaker import Breaker
from tenant.provisioning.failures import (
    AlreadyThere,
    Gone,
    NotConverging,
    OutcomeUnknown,
    Unsettled,
    UpstreamFailure,
)
from tenant.provisioning.integration import Integration, Remembered, Seen
from tenant.provisioning.items import ACCESS, CLOSED, OPEN, Name, Step, plan
from tenant.provisioning.memory.recall import Memory
from tenant.provisioning.memory.store import MemoryStore
from tenant.provisioning.target import Target

# Two are usual: one that acts, and one that finds nothing left to do.
_MOST_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found, and what was done about it."""

    seen: Seen
    # What there was to do; without `applied` it was only found.
    steps: Sequence[Step] = ()
    applied: bool = True
    # What was there, or meant to be, and was seen absent.
    absent: Sequence[Name] = ()
    known: Sequence[Remembered] = field(default_factory=tuple)


class Reconciler:
    """One system; any number of tenants, one at a time each."""

    def __init__(
        self,
        integration: Integration,
        store: MemoryStore,
        breaker: Breaker,
        *,
        settle: timedelta,
        clock: Clock = now,
    ) -> None:
        """`settle` is how long a creation of unknown outcome may still be on its way."""
        self.integration = integration
        self.breaker = breaker
        self._store = store
        self._settle = settle
        self._clock = clock

    async def compare(self, target: Target) -> Outcome:
        """Say what there would be to do; changes nothing, here or there."""
        memory = await self._recall(target)
        seen = await self._integration_sees(target, memory)
        steps = plan(self.integration.want(target, seen, memory.known), seen.items)
        return Outcome(seen, steps, applied=False)

    async def agree(self, target: Target) -> Outcome:
        """Make it so; return only when another look found nothing left to do."""
        memory = await self._recall(target)
        before = set(memory.known)
        done: list[Step] = []
        for _ in range(_MOST_ROUNDS):
            seen = await self._integration_sees(target, memory)
            wanted = self.integration.want(target, seen, memory.known)
            await memory.adopt(seen, wanted)
            before |= {item.name for item in seen.items}
            steps = plan(wanted, seen.items)
            if not steps:
                there = {item.name for item in seen.items}
                absent = sorted(before - there)
                return Outcome(seen, done, absent=absent, known=tuple(memory.known.values()))
            done += await self._carry_out_all(steps, target, memory)
        left = ", ".join(f"{step.action} {step.kind} {step.key}" for step in steps[:3])
        raise NotConverging(f"After {_MOST_ROUNDS} rounds there is still to do: {left}.")

    async def _integration_sees(self, target: Target, memory: Memory) -> Seen:
        return await self.integration.see(target, memory.known)

    async def _carry_out_all(
        self, steps: Sequence[Step], target: Target, memory: Memory
    ) -> list[Step]:
        done: list[Step] = []
        for step in steps:
            try:
                await self._carry_out(step, target, memory)
            except (AlreadyThere, Gone):
                # Somebody else was faster: the next look shows it.
                break
            done.append(step)
        return done

    async def _carry_out(self, step: Step, target: Target, memory: Memory) -> None:
        system = self.integration
        # Of people's it matters who made them, and of some kinds that a second isn't asked for.
        is_marked = step.action == "create" and step.kind in system.marked | system.shared
        if is_marked:
            self._ensure_settled(step, memory)
            await memory.intend(step, at=self._clock())
        if step.action == "update" and step.after(ACCESS) == CLOSED:
            await memory.closing(step)
        try:
            external_id = await system.carry_out(step, target, memory.known)
        except OutcomeUnknown:
            raise
        except UpstreamFailure:
            if is_marked:
                await memory.not_made(step)
            raise
        if step.action == "create":
            await memory.made(step, external_id=external_id)
        elif step.action == "delete":
            await memory.removed(step)
        elif step.after(ACCESS) == OPEN:
            await memory.opened(step)

    def _ensure_settled(self, step: Step, memory: Memory) -> None:
        """Wait for a creation that may still be on its way: a second one can't be taken back."""
        held = memory.known.get(step.name)
        if held is None or held.intended_at is None or step.kind not in self.integration.marked:
            return
        waits = (held.intended_at + self._settle - self._clock()).total_seconds()
        if waits > 0:
            raise Unsettled(
                f"{step.kind} {step.key} was asked for and may still come.",
                retry_after_seconds=waits,
            )

    async def _recall(self, target: Target) -> Memory:
        """Return what is known of the tenant, and of everybody who is or was there."""
        system = self.integration
        known = await self._store.of(system.name, target.tenant_id)
        people = {person.email for person in target.people} | {item.key for item in known}
        names = [(kind, key) for kind in sorted(system.shared) for key in sorted(people)]
        shared = await self._store.shared_in_all(system.name, names) if names else []
        return Memory(self._store, system, target.tenant_id, [*known, *shared])
