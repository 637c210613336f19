"""What refuses a file.

Fault
├── FileOutdated             409  flag_file_outdated
└── FileMalformed            422  flag_file_malformed
"""

from collections.abc import Iterable
from itertools import islice

from contracts.faults import Conflict, Malformed
from contracts.platform.v1 import FieldError

# More than anybody mends at once, and less than fills an answer.
MOST_ERRORS = 100


class FileOutdated(Conflict):
    """The comparison that was looked at isn't true any more."""

    reason = "flag_file_outdated"


class FileMalformed(Malformed):
    """The file can't be read, or its flags can't be evaluated."""

    reason = "flag_file_malformed"


def malformed(errors: Iterable[FieldError]) -> FileMalformed:
    """Tell what is wrong, by its place in the file: the first hundred places."""
    return FileMalformed("The file can't be imported.", errors=list(islice(errors, MOST_ERRORS)))
