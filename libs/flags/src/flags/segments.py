"""A segment compiled into one test."""

from contracts.flag.v1 import Segment

from flags.conditions import Predicate, all_of, axes, rules
from flags.refusals import Refusals


def compiled_segment(segment: Segment) -> Predicate:
    """Compile a segment, or raise FlagRefused with everything that is wrong with it."""
    refusals = Refusals()
    questions = [*axes(segment.scope), *rules(segment.rules, place="rules", refusals=refusals)]
    refusals.settle()
    return all_of(questions)
