"""What evaluating a flag gives: a value, why, and the part of the flag that decided."""

from dataclasses import dataclass
from typing import Any

# OpenFeature specification §types, "Resolution details".
STATIC = "STATIC"
TARGETING_MATCH = "TARGETING_MATCH"
SPLIT = "SPLIT"
DISABLED = "DISABLED"
DEFAULT = "DEFAULT"
ERROR = "ERROR"

FLAG_NOT_FOUND = "FLAG_NOT_FOUND"
TARGETING_KEY_MISSING = "TARGETING_KEY_MISSING"
INVALID_CONTEXT = "INVALID_CONTEXT"
GENERAL = "GENERAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One decision. Evaluators give the same object again and again: its value is not to change."""

    value: Any
    # Whether the flag is given: true, or a variant that is not the default one.
    enabled: bool
    variant: str
    reason: str
    # Where in the flag the last question was asked, e.g. scope.plans.
    rule: str
    revision: int = 0
    error_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One question on the way to a decision."""

    rule: str
    detail: str
    matched: bool


class Outcome:
    """One way a flag can end, and how often it did."""

    __slots__ = ("enabled", "evaluation", "hits", "served", "told")

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        # Beside the evaluation, for callers who ask nothing else.
        self.enabled = evaluation.enabled
        self.hits = 0
        # As callers write it down who do that again and again: `"key":value`, and all of it.
        self.served = b""
        self.told = b""


NOT_FOUND = Outcome(
    Evaluation(
        value=False, enabled=False, variant="", reason=ERROR, rule="", error_code=FLAG_NOT_FOUND
    )
)
