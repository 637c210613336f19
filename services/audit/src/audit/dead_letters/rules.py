"""What may be replayed."""

from contracts.faults import Conflict, Malformed, NotFound


class DeadLetterNotFound(NotFound):
    """No such dead letter."""

    reason = "dead_letter_not_found"


class AlreadyReplayed(Conflict):
    """A dead letter is replayed once; what fails again is a new dead letter."""

    reason = "already_replayed"


class BodyNotText(Malformed):
    """The original body isn't UTF-8: only a repaired one can be replayed."""

    reason = "body_not_text"
