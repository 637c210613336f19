"""What refuses a change of a segment.

Fault
├── SegmentNotFound          404  segment_not_found
├── SegmentKeyTaken          409  segment_key_taken
├── SegmentInUse             409  segment_in_use
├── SegmentReviewed          409  segment_reviewed
└── SegmentMalformed         422  segment_malformed
"""

from collections.abc import Sequence

from contracts.faults import Conflict, Malformed, NotFound
from contracts.platform.v1 import FieldError
from flags.refusals import FlagRefused


class SegmentNotFound(NotFound):
    """No such segment."""

    reason = "segment_not_found"

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no segment {key}.")


class SegmentKeyTaken(Conflict):
    """A key names one segment."""

    reason = "segment_key_taken"

    def __init__(self, key: str) -> None:
        super().__init__(
            f"There is a segment {key} already.",
            errors=[FieldError(field="key", message="is taken")],
        )


class SegmentInUse(Conflict):
    """Flags ask for it."""

    reason = "segment_in_use"


class SegmentReviewed(Conflict):
    """A change of it would switch flags without the review that they need."""

    reason = "segment_reviewed"


class SegmentMalformed(Malformed):
    """Nobody can be asked whether they are in it."""

    reason = "segment_malformed"


def malformed(refused: FlagRefused) -> SegmentMalformed:
    """Tell what is wrong, field by field."""
    errors = [FieldError(field=field, message=message) for field, message in refused.refusals]
    return SegmentMalformed("The segment can't be evaluated so.", errors=errors)


def ensure_unused(key: str, users: Sequence[str]) -> None:
    """Refuse to remove what flags ask for."""
    if users:
        raise SegmentInUse(f"Segment {key} is used by {', '.join(sorted(users)[:5])}.")


def ensure_unreviewed(key: str, users: Sequence[str], *, is_reviewed: bool) -> None:
    """Refuse to switch flags by their segment where flags are reviewed."""
    if is_reviewed and users:
        raise SegmentReviewed(
            f"Segment {key} is used by {', '.join(sorted(users)[:5])}: make another segment, and "
            "request that flags use it."
        )
