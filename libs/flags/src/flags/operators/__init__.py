"""What a rule's operator means: values are compiled once into a test of one attribute."""

from collections.abc import Callable, Sequence
from typing import Any

from flags.operators.comparisons import DATES, NUMBERS
from flags.operators.membership import is_in, is_not_in
from flags.operators.networks import in_networks
from flags.operators.patterns import matches
from flags.operators.texts import contains, ends_with, starts_with
from flags.operators.versions import VERSIONS

Test = Callable[[Any], bool]
# Each takes the values and refuses the one at fault by its index (`ValueRefused`).
OPERATORS: dict[str, Callable[[Sequence[str]], Test]] = {
    "in": is_in,
    "not_in": is_not_in,
    "starts_with": starts_with,
    "ends_with": ends_with,
    "contains": contains,
    "matches": matches,
    "numeric": NUMBERS.test,
    "date": DATES.test,
    "semver": VERSIONS.test,
    "cidr": in_networks,
}

__all__ = ["OPERATORS", "Test"]
