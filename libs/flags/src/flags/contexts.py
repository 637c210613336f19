"""What callers may add about a subject: how much of it."""

from collections.abc import Mapping
from typing import Any

from contracts.faults import TooLarge
from pydantic_core import to_json

LARGEST_BYTES = 32 * 1024


class ContextTooLarge(TooLarge):
    """More than rules can reasonably ask about."""

    reason = "context_too_large"


def ensure_small(context: Mapping[str, Any]) -> None:
    """Refuse what is over 32 kB as JSON."""
    if not context:
        return
    size = len(to_json(context))
    if size > LARGEST_BYTES:
        raise ContextTooLarge(f"The context has {size} bytes; at most {LARGEST_BYTES} are read.")
