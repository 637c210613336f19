"""What an invitation is worth, and what refuses it."""

import hashlib
from datetime import timedelta

from contracts.faults import Conflict, NotFound

KEPT = timedelta(days=7)


class InvitationNotFound(NotFound):
    """No such invitation: never made, withdrawn, accepted already, or too old."""

    reason = "invitation_not_found"


class InvitationNeedsPerson(Conflict):
    """Only somebody who has signed in can accept."""

    reason = "person_required"


def hashed(token: str) -> str:
    """Return how a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()
