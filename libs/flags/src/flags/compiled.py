"""A flag compiled once into closures, so that deciding costs next to nothing."""

from collections.abc import Mapping, Sequence

from contracts.flag.v1 import Flag

from flags.attributes import reader
from flags.choosing import Decide, Served, choice
from flags.conditions import Predicate, Question, axes, in_segments, rules
from flags.evaluation import (
    DEFAULT,
    DISABLED,
    ERROR,
    GENERAL,
    SPLIT,
    STATIC,
    TARGETING_MATCH,
    Evaluation,
    Outcome,
    Step,
)
from flags.prerequisites import needs
from flags.refusals import Refusals
from flags.rollout import Rollout
from flags.subject import Subject
from flags.variants import check

_NOBODY = Question("scope", lambda _subject: False, lambda _subject: "the scope is empty: nobody")


class CompiledFlag:
    """One flag, ready to decide. `decide` is the fast path, `explain` asks the same questions."""

    __slots__ = ("_questions", "decide", "flag", "outcomes")

    def __init__(
        self,
        flag: Flag,
        *,
        outcomes: Sequence[Outcome],
        decide: Decide,
        questions: Sequence[Question],
    ) -> None:
        self.flag = flag
        self.outcomes = outcomes
        self.decide = decide
        self._questions = questions

    def explain(self, subject: Subject) -> tuple[Evaluation, list[Step]]:
        """Decide, and tell every question that was asked; the last one decided."""
        evaluation = self.decide(subject).evaluation
        state = self.flag.state
        steps = [Step(rule="state", detail=f"the flag is {state}", matched=state != "off")]
        for question in self._questions:
            matched = question.holds(subject)
            steps.append(Step(rule=question.rule, detail=question.detail(subject), matched=matched))
            if not matched:
                return evaluation, steps
        if evaluation.rule != steps[-1].rule:
            detail = f"serves variant {evaluation.variant}"
            steps.append(
                Step(rule=evaluation.rule, detail=detail, matched=not evaluation.error_code)
            )
        return evaluation, steps


def compiled(
    flag: Flag, *, flags: Mapping[str, CompiledFlag], segments: Mapping[str, Predicate]
) -> CompiledFlag:
    """Compile a flag, or raise FlagRefused with everything that is wrong with it.

    `flags` and `segments` are looked into when it decides: they may change afterwards.
    """
    refusals = Refusals()
    check(flag, refusals)
    refusals.settle()
    # Rules are compiled in every state: what is wrong with them is told when it is written.
    matching = [*axes(flag.scope), *rules(flag.rules, place="rules", refusals=refusals)]
    if flag.segments:
        matching.append(in_segments(flag.segments, segments))
    served, identity = Served(flag, []), reader(flag.stickiness or "tenantId")
    gates, reason = _gates(flag, needs(flag.prerequisites, flags), matching)
    rule = "pct" if flag.state == "rollout" else gates[-1].rule if gates else "state"
    hit = choice(served, identity, reason=reason, rule=rule, refusals=refusals)
    refusals.settle()
    questions, ending = gates, hit
    if flag.state == "off":
        ending = served.always(served.default, reason=DISABLED, rule="state")
    elif flag.state == "rollout":
        rollout = Rollout(flag, identity)
        questions, ending = [*gates, *rollout.questions()], rollout.ending(hit, served)
    missed = [
        (gate.holds, served.outcome(served.default, reason=DEFAULT, rule=gate.rule))
        for gate in gates
    ]
    return CompiledFlag(
        flag, outcomes=served.outcomes, decide=_gated(missed, ending), questions=questions
    )


def undecided(flag: Flag) -> CompiledFlag:
    """Return what stands for a flag whose prerequisites have no end: its default, as an error."""
    served = Served(flag, [])
    decide = served.always(served.default, reason=ERROR, rule="prerequisites", error_code=GENERAL)
    return CompiledFlag(flag, outcomes=served.outcomes, decide=decide, questions=())


def _gates(
    flag: Flag, needed: Sequence[Question], matching: Sequence[Question]
) -> tuple[Sequence[Question], str]:
    """Return what must hold before anything is served, and the reason of those for whom it does."""
    if flag.state == "off":
        return [], DISABLED
    if flag.state == "on":
        return needed, TARGETING_MATCH if needed else STATIC
    if flag.state == "targeted":
        return [*needed, *(matching or [_NOBODY])], TARGETING_MATCH
    return [*needed, *matching], SPLIT


def _gated(gates: Sequence[tuple[Predicate, Outcome]], ending: Decide) -> Decide:
    if not gates:
        return ending
    if len(gates) == 1:
        holds, missed = gates[0]
        return lambda subject: ending(subject) if holds(subject) else missed

    def decide(subject: Subject) -> Outcome:
        for holds, missed in gates:
            if not holds(subject):
                return missed
        return ending(subject)

    return decide
