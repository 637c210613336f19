"""Flags and segments together: what evaluates, without knowing where they come from."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from contracts.flag.v1 import Flag, Segment

from flags.compiled import CompiledFlag, compiled, undecided
from flags.conditions import Predicate
from flags.evaluation import NOT_FOUND, Evaluation, Outcome, Step
from flags.prerequisites import endless
from flags.segments import compiled_segment
from flags.subject import Subject


class FlagSet:
    """A set of compiled flags that is changed one flag or segment at a time."""

    def __init__(self) -> None:
        self._flags: dict[str, CompiledFlag] = {}
        self._segments: dict[str, Predicate] = {}
        self._needed: dict[str, tuple[str, ...]] = {}
        # Flags whose prerequisites come back to them: they decide nothing until that is mended.
        self._endless: dict[str, Flag] = {}
        self._left: Counter[tuple[str, str]] = Counter()

    @property
    def flags(self) -> Mapping[str, CompiledFlag]:
        """What there is, by key."""
        return self._flags

    @property
    def segments(self) -> Mapping[str, Predicate]:
        """Who is in each segment."""
        return self._segments

    def put(self, flag: Flag) -> None:
        """Take a flag in, or raise FlagRefused and keep what there was."""
        self._install(flag, compiled(flag, flags=self._flags, segments=self._segments))
        self._mend()

    def remove(self, key: str) -> None:
        """Forget a flag."""
        self._keep_counts(key)
        self._flags.pop(key, None)
        self._needed.pop(key, None)
        self._endless.pop(key, None)
        self._mend()

    def put_segment(self, segment: Segment) -> None:
        """Take a segment in, or raise FlagRefused and keep what there was."""
        self._segments[segment.key] = compiled_segment(segment)

    def remove_segment(self, key: str) -> None:
        """Forget a segment: it holds nobody then."""
        self._segments.pop(key, None)

    def with_draft(self, flag: Flag) -> CompiledFlag:
        """Compile a flag among these without taking it in."""
        return compiled(flag, flags=self._flags, segments=self._segments)

    def outcome(self, key: str, subject: Subject) -> Outcome:
        """Decide one flag and count it."""
        flag = self._flags.get(key)
        outcome = flag.decide(subject) if flag is not None else NOT_FOUND
        outcome.hits += 1
        return outcome

    def evaluate(self, key: str, subject: Subject) -> Evaluation:
        """Decide one flag."""
        return self.outcome(key, subject).evaluation

    def outcomes(self, subject: Subject) -> list[tuple[str, Outcome]]:
        """Decide every flag and count it."""
        found = [(key, flag.decide(subject)) for key, flag in self._flags.items()]
        for _, outcome in found:
            outcome.hits += 1
        return found

    def values(self, subject: Subject) -> dict[str, Any]:
        """Return what every flag serves."""
        return {key: outcome.evaluation.value for key, outcome in self.outcomes(subject)}

    def explain(self, key: str, subject: Subject) -> tuple[Evaluation, list[Step]]:
        """Decide one flag and tell how, without counting it."""
        flag = self._flags.get(key)
        return flag.explain(subject) if flag is not None else (NOT_FOUND.evaluation, [])

    def drain(self) -> Counter[tuple[str, str]]:
        """Return how often each (flag, variant) was served since the last time."""
        for key in self._flags:
            self._keep_counts(key)
        counts, self._left = self._left, Counter()
        return counts

    def _install(self, flag: Flag, ready: CompiledFlag) -> None:
        self._needed[flag.key] = tuple(one.key for one in flag.prerequisites)
        self._endless.pop(flag.key, None)
        if flag.prerequisites and endless(self._needed):
            # Cut here, what is left of the chain has an end.
            self._needed[flag.key] = ()
            self._endless[flag.key] = flag
            ready = undecided(flag)
        self._keep_counts(flag.key)
        self._flags[flag.key] = ready

    def _mend(self) -> None:
        for flag in list(self._endless.values()):
            self._install(flag, self.with_draft(flag))

    def _keep_counts(self, key: str) -> None:
        held = self._flags.get(key)
        for outcome in held.outcomes if held is not None else ():
            if outcome.hits:
                self._left[key, outcome.evaluation.variant] += outcome.hits
                outcome.hits = 0
