"""What links people's names, and what refuses it."""

from datetime import timedelta

from contracts.faults import Conflict, NotFound
from contracts.tenant.v1 import User

KEPT = timedelta(hours=1)


class IdentityInvitationNotFound(NotFound):
    """No such link: never made, used already, or too old."""

    reason = "identity_invitation_not_found"


class IdentityTaken(Conflict):
    """The identity is that of somebody who belongs somewhere: nobody takes people over."""

    reason = "identity_taken"


class ExternalIdTaken(Conflict):
    """Another person is named so in that system."""

    reason = "external_id_taken"


class ExternalIdNotFound(NotFound):
    """The person isn't named so."""

    reason = "external_id_not_found"


class PersonNeeded(Conflict):
    """Only who is signed in as a person has an identity to link."""

    reason = "person_required"


def ensure_free(user: User) -> None:
    """Refuse to take an identity from who belongs somewhere, or was shut out."""
    belongs = [*user.memberships, *user.inactive_memberships]
    if belongs or user.platform_admin or user.partner_slug or not user.active:
        raise IdentityTaken("This way of signing in is somebody's who belongs somewhere already.")
