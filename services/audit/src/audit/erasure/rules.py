"""What an erasure is asked for with: pure."""

import re

from contracts.audit.v1 import ErasePersonRequest
from contracts.faults import Malformed, NotFound
from contracts.platform.v1 import FieldError

from audit.persons.people import email_handle, subject_handle


class PersonUnknown(NotFound):
    """No entry tells of this person, or none since the last erasure was over."""

    reason = "person_unknown"


class ErasureNotFound(NotFound):
    """No such erasure."""

    reason = "erasure_not_found"


class NobodyNamed(Malformed):
    """A person is named by an address or by an id."""

    reason = "nobody_named"


class ReasonTells(Malformed):
    """The reason is kept for ever, and names the person that is to be forgotten."""

    reason = "reason_names_person"


def handle_of(request: ErasePersonRequest) -> str:
    """Return how the person is known; refuse a request that names nobody, or two."""
    if (request.email is None) == (request.subject is None):
        raise NobodyNamed(
            "A person is named by an email address or by an id at a source: one of the two.",
            errors=[FieldError(field="email", message="is needed, or subject; not both")],
        )
    if request.email is not None and request.source is not None:
        raise NobodyNamed(
            "An email address is the same at every source.",
            errors=[FieldError(field="source", message="goes with subject only")],
        )
    named = (request.email or request.subject or "").strip()
    if re.search(rf"(?<!\w){re.escape(named)}(?!\w)", request.reason, re.IGNORECASE):
        raise ReasonTells(
            "The reason is kept for ever; it can't name the person.",
            errors=[FieldError(field="reason", message="names the person")],
        )
    if request.email is not None:
        return email_handle(named)
    return subject_handle(request.source or "", request.subject or "")
