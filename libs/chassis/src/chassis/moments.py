"""Cursors of lists by time: a moment, or none at all, and the id that breaks ties."""

from datetime import UTC, datetime, timedelta

from contracts.platform.v1 import FieldError

from chassis.cursors import CursorMalformed, decode, encode

_EPOCH = datetime.fromtimestamp(0, UTC)
_MILLISECOND = timedelta(milliseconds=1)
# A millisecond before every time that there is.
_NEVER = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _MILLISECOND - 1


def cursor_at(moment: datetime | None, identity: str) -> str:
    """Return the cursor of the page that ends here."""
    return encode(_NEVER if moment is None else (moment - _EPOCH) // _MILLISECOND, identity)


def place_of(cursor: str | None) -> tuple[datetime | None, str] | None:
    """Return where the previous page ended; None without one."""
    if not cursor:
        return None
    milliseconds, identity = decode(cursor, kinds=(int, str))
    if milliseconds == _NEVER:
        return None, str(identity)
    try:
        return _EPOCH + int(milliseconds) * _MILLISECOND, str(identity)
    except OverflowError:
        raise CursorMalformed(
            "The cursor names no time; start without one.",
            errors=[FieldError(field="cursor", message="names no time")],
        ) from None
