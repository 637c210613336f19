"""Flags that need other flags: asking them, and finding those that would need themselves."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from contracts.flag.v1 import Prerequisite

from flags.choosing import Decide
from flags.conditions import Question
from flags.evaluation import Outcome
from flags.subject import Subject

# A longer chain is nobody's intention, and recursion has an end.
DEEPEST = 10


class Decider(Protocol):
    """What a prerequisite is asked through."""

    decide: Decide


def needs(prerequisites: Sequence[Prerequisite], flags: Mapping[str, Decider]) -> list[Question]:
    """Return a question for each prerequisite."""
    return [_needed(index, one, flags) for index, one in enumerate(prerequisites)]


def _needed(index: int, one: Prerequisite, flags: Mapping[str, Decider]) -> Question:
    wanted = frozenset(one.variants)

    def found(subject: Subject) -> Outcome | None:
        flag = flags.get(one.key)
        return flag.decide(subject) if flag is not None else None

    def holds(subject: Subject) -> bool:
        outcome = found(subject)
        if outcome is None:
            return False
        return outcome.evaluation.variant in wanted if wanted else outcome.enabled

    def detail(subject: Subject) -> str:
        outcome = found(subject)
        if outcome is None:
            return f"{one.key} doesn't exist"
        return f"{one.key} serves {outcome.evaluation.variant or 'nothing'}"

    return Question(f"prerequisites.{index}", holds, detail)


def endless(needed: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return a chain that comes back to one of its flags or is too long; empty when none does."""
    heights: dict[str, int] = {}

    def walk(key: str, path: tuple[str, ...]) -> tuple[str, ...]:
        walked = (*path, key)
        if key in path or len(path) + heights.get(key, 0) > DEEPEST:
            return walked
        if key not in heights:
            for other in needed.get(key, ()):
                if found := walk(other, walked):
                    return found
            heights[key] = max((heights[other] + 1 for other in needed.get(key, ())), default=0)
        return ()

    for key, others in needed.items():
        if others and (found := walk(key, ())):
            return found
    return ()
