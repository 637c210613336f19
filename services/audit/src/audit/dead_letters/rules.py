"""What may be replayed."""

from contracts.faults import Conflict, Malformed, NotFound, TooLarge
from contracts.platform.v1 import FieldError


class DeadLetterNotFound(NotFound):
    """No such dead letter."""

    reason = "dead_letter_not_found"


class AlreadyReplayed(Conflict):
    """A dead letter is replayed once; what fails again is a new dead letter."""

    reason = "already_replayed"


class BodyNeeded(Malformed):
    """The original body can't be published: only a repaired one can be replayed."""

    reason = "body_needed"


class ReplayTooLarge(TooLarge):
    """The bus wouldn't carry it."""

    reason = "replay_too_large"


def body_of_replay(repaired: str | None, *, original: str, is_text: bool) -> str:
    """Return what to publish; refuse an original that isn't text or wasn't kept."""
    if repaired is not None:
        return repaired
    if not is_text or not original:
        raise BodyNeeded(
            "The original body isn't text or wasn't kept; send a repaired one.",
            errors=[FieldError(field="body", message="is needed: there is no original to replay")],
        )
    return original


def ensure_carried(size_bytes: int, *, largest_bytes: int) -> None:
    """Refuse what would never leave the outbox."""
    if size_bytes > largest_bytes:
        raise ReplayTooLarge(
            f"With its headers the message has {size_bytes} bytes; {largest_bytes} are carried.",
            errors=[FieldError(field="body", message=f"at most {largest_bytes} bytes in all")],
        )
