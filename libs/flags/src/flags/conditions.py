"""Questions about a subject: a rule, an axis of the scope, a segment."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from contracts.flag.v1 import Rule, Scope

from flags.attributes import reader
from flags.operators import OPERATORS
from flags.operators.values import ValueRefused
from flags.refusals import Refusals
from flags.subject import Subject

Predicate = Callable[[Subject], bool]

# Axis of the contract -> attribute of the subject.
_AXES = {
    "plans": "plan",
    "tenantSlugs": "tenantSlug",
    "partnerSlugs": "partnerSlug",
    "environments": "environment",
}


class Question(NamedTuple):
    """One thing that must hold."""

    # Where it stands in the flag, as JSON paths go.
    rule: str
    holds: Predicate
    # What was asked and found, in words: for people who wonder.
    detail: Callable[[Subject], str]


def axes(scope: Scope | None) -> list[Question]:
    """Return a question for each axis that isn't empty."""
    asked = scope.dump() if scope is not None else {}
    return [_axis(name, asked[name]) for name in _AXES if asked.get(name)]


def _axis(name: str, allowed: Sequence[str]) -> Question:
    attribute = _AXES[name]
    read, wanted = reader(attribute), frozenset(allowed)
    return Question(
        f"scope.{name}",
        lambda subject: read(subject) in wanted,
        lambda subject: f"{attribute} {_shown(read(subject))} in {_some(allowed)}",
    )


def rules(given: Sequence[Rule], *, place: str, refusals: Refusals) -> list[Question]:
    """Return a question for each rule; what can't be compiled is noted and left out."""
    questions = []
    for index, rule in enumerate(given):
        here = f"{place}.{index}"
        try:
            questions.append(_rule(rule, here))
        except ValueRefused as refused:
            refusals.add(f"{here}.values.{refused.index}", str(refused))
    return questions


def _rule(rule: Rule, place: str) -> Question:
    read, test = reader(rule.attribute), OPERATORS[rule.operator](rule.values)
    return Question(
        place,
        lambda subject: test(read(subject)),
        lambda subject: (
            f"{rule.attribute} {_shown(read(subject))} {rule.operator} {_some(rule.values)}"
        ),
    )


def all_of(questions: Sequence[Question]) -> Predicate:
    """Hold when there are questions and all of them hold: an empty allowlist means nobody."""
    if not questions:
        return lambda _subject: False
    predicates = tuple(question.holds for question in questions)
    if len(predicates) == 1:
        return predicates[0]
    return lambda subject: all(holds(subject) for holds in predicates)


def in_segments(keys: Sequence[str], held: Mapping[str, Predicate]) -> Question:
    """Ask for one of the segments; `held` is looked into when asked, for segments change."""

    def matching(subject: Subject) -> str | None:
        for key in keys:
            holds = held.get(key)
            if holds is not None and holds(subject):
                return key
        return None

    return Question(
        "segments",
        lambda subject: matching(subject) is not None,
        lambda subject: f"in segment {matching(subject) or 'none'} of {_some(keys)}",
    )


def _shown(value: object) -> str:
    text = "(absent)" if value is None else repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _some(values: Sequence[str]) -> str:
    shown = ", ".join(values[:_MOST])
    return f"[{shown}{', …' if len(values) > _MOST else ''}]"


_LONGEST = 100
_MOST = 5
