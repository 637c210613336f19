"""Which variant those get who get the flag: by its rules, else drawn by weight."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.flag.v1 import Flag, Variant

from flags.attributes import Reader, as_text
from flags.buckets import BUCKETS, bucket
from flags.conditions import Predicate, all_of, rules
from flags.evaluation import (
    ERROR,
    INVALID_CONTEXT,
    SPLIT,
    TARGETING_KEY_MISSING,
    TARGETING_MATCH,
    Evaluation,
    Outcome,
)
from flags.refusals import Refusals
from flags.subject import Subject

Decide = Callable[[Subject], Outcome]
ON, OFF = "on", "off"


@dataclass(frozen=True, slots=True)
class Served:
    """What one flag can serve, and how its outcomes are made: each once, to be counted."""

    flag: Flag
    outcomes: list[Outcome]

    @property
    def default(self) -> str:
        """Name the variant of those who don't get the flag."""
        return self.flag.default_variant if self.flag.kind == "variants" else OFF

    def outcome(self, variant: str, *, reason: str, rule: str, error_code: str = "") -> Outcome:
        """Make the outcome that serves `variant` for this reason."""
        made = Outcome(
            Evaluation(
                value=self._payload(variant),
                enabled=variant != self.default,
                variant=variant,
                reason=reason,
                rule=rule,
                revision=self.flag.revision,
                error_code=error_code,
            )
        )
        self.outcomes.append(made)
        return made

    def always(self, variant: str, *, reason: str, rule: str, error_code: str = "") -> Decide:
        """Return what serves `variant` to everybody."""
        outcome = self.outcome(variant, reason=reason, rule=rule, error_code=error_code)
        return lambda _subject: outcome

    def unidentified(self) -> Outcome:
        """Make the outcome of a draw without an identity: said loudly, not a silent false."""
        by_tenant = not self.flag.stickiness
        code = TARGETING_KEY_MISSING if by_tenant else INVALID_CONTEXT
        return self.outcome(self.default, reason=ERROR, rule="stickiness", error_code=code)

    def _payload(self, variant: str) -> Any:
        if self.flag.kind == "boolean":
            return variant == ON
        return next(one.payload for one in self.flag.variants if one.name == variant)


def weight(variant: Variant, *, default: str) -> int:
    """Return a variant's share; those left out count one, the default variant nothing."""
    if variant.weight is not None:
        return variant.weight
    return 0 if variant.name == default else 1


def choice(
    served: Served, identity: Reader, *, reason: str, rule: str, refusals: Refusals
) -> Decide:
    """Return what picks the variant of somebody who gets the flag."""
    flag = served.flag
    if flag.kind == "boolean":
        return served.always(ON, reason=reason, rule=rule)
    targeted = _targeted(served, refusals)
    shares = [
        (one.name, share)
        for one in flag.variants
        if (share := weight(one, default=served.default)) > 0
    ]
    if not shares:
        refusals.add("variants", "at least one needs a weight over 0")
        return served.always(served.default, reason=ERROR, rule="variants")
    if len(shares) == 1:
        rest = served.always(shares[0][0], reason=reason, rule=rule)
    else:
        rest = _drawn(served, shares, identity)
    if not targeted:
        return rest

    def choose(subject: Subject) -> Outcome:
        for holds, outcome in targeted:
            if holds(subject):
                return outcome
        return rest(subject)

    return choose


def _targeted(served: Served, refusals: Refusals) -> Sequence[tuple[Predicate, Outcome]]:
    found = []
    for index, one in enumerate(served.flag.variants):
        if one.rules:
            place = f"variants.{index}.rules"
            holds = all_of(rules(one.rules, place=place, refusals=refusals))
            outcome = served.outcome(one.name, reason=TARGETING_MATCH, rule=place)
            found.append((holds, outcome))
    return found


def _drawn(served: Served, shares: Sequence[tuple[str, int]], identity: Reader) -> Decide:
    """Draw apart from the rollout's bucket: raising pct then changes nobody's variant."""
    key = f"{served.flag.key}:variant"
    total = sum(share for _, share in shares)
    bounds: list[tuple[int, Outcome]] = []
    reached = 0
    for name, share in shares:
        reached += share
        outcome = served.outcome(name, reason=SPLIT, rule="variants")
        bounds.append((reached * BUCKETS, outcome))
    missing = served.unidentified()

    def draw(subject: Subject) -> Outcome:
        who = as_text(identity(subject))
        if not who:
            return missing
        drawn = bucket(who, key) * total
        return next(outcome for bound, outcome in bounds if drawn < bound)

    return draw
