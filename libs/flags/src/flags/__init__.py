"""Feature flags, evaluated locally: pure, fast, and the same everywhere."""

from flags.evaluation import Evaluation, Step
from flags.flagset import FlagSet
from flags.refusals import FlagRefused
from flags.subject import Subject
from flags.usage import UsageReporter
from flags.watching import Flags

__all__ = [
    "Evaluation",
    "FlagRefused",
    "FlagSet",
    "Flags",
    "Step",
    "Subject",
    "UsageReporter",
]
