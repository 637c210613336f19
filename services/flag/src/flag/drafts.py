"""Setting some fields of a flag: what a change request, a schedule, a file and a PATCH share."""

from collections.abc import Mapping
from typing import Any

from contracts.faults import Malformed
from contracts.flag.v1 import Draft, Flag
from contracts.message import Message
from pydantic import ValidationError

FIELDS = tuple(Draft.model_fields)


def draft_of(request: Message) -> Draft:
    """Return the fields of a request that a draft has, those that were sent."""
    return Draft.read(request.dump_set())


def stored_draft(draft: Mapping[str, Any]) -> Draft:
    """Read a draft that was stored as it was sent."""
    try:
        return Draft.read(draft)
    except ValidationError as refused:
        # Stored by an older release, under rules that were others.
        raise Malformed.because(refused) from None


def apply(draft: Draft, flag: Flag) -> None:
    """Set the draft's fields; those that it leaves out stay."""
    fresh = draft.model_copy(deep=True)
    for name in FIELDS:
        if name in draft.model_fields_set:
            setattr(flag, name, getattr(fresh, name))


def drafted(draft: Draft, flag: Flag) -> Flag:
    """Return the flag as it would be."""
    result = flag.model_copy(deep=True)
    apply(draft, result)
    return result
