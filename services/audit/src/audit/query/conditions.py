"""What entries may have in common: pure."""

from dataclasses import dataclass
from enum import Enum

from audit.query.moments import ALWAYS, Span


class Kind(Enum):
    """What a condition is about."""

    ACTION = "action"
    ACTOR = "actor"
    TENANT = "tenant"
    PARTNER = "partner"
    OUTCOME = "outcome"
    SOURCE = "source"
    # A word that begins so, of those that free text finds.
    BEGINNING = "beginning"
    # A whole one.
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Condition:
    """One of `values`; none of them when `is_excluded`."""

    kind: Kind
    values: tuple[str, ...]
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """Entries within a span of time that meet every condition.

    Those that their source has hidden, for there are so many, only if it `is_complete`.
    """

    conditions: tuple[Condition, ...] = ()
    span: Span = ALWAYS
    is_complete: bool = False
