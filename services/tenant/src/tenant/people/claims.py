"""What a verified token says of its bearer, in the form in which people are stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from contracts.tenant import v1

from tenant.people.documents import UserDocument
from tenant.people.rules import (
    identity_key,
    is_first_admin,
    normalised_email,
    normalised_name,
)


@dataclass(frozen=True, slots=True)
class Claims:
    """`verified_email` may bind and link; `email` is only shown, None when it is another's."""

    issuer: str
    subject: str
    email: str | None
    verified_email: str
    name: str
    signed_in_at: datetime

    @classmethod
    def of(cls, request: v1.RecordSignInRequest) -> Self:
        """Read a request; an address or a name that can't be stored counts as none."""
        email = normalised_email(request.email)
        return cls(
            issuer=request.issuer,
            subject=request.subject,
            email=email,
            verified_email=email if request.email_verified else "",
            name=normalised_name(request.name),
            signed_in_at=request.signed_in_at,
        )

    @property
    def key(self) -> str:
        """Name the identity."""
        return identity_key(self.issuer, self.subject)

    def without_email(self) -> Self:
        """Say the same about a bearer whose address belongs to somebody else."""
        return replace(self, email=None, verified_email="")


def take_over(user: UserDocument, claims: Claims, *, first_admins: Sequence[str]) -> bool:
    """Note in the document what is said; say whether this identity is new to the person.

    The first verified address stays theirs: it is how others knew them, and nobody inherits it.
    """
    linked = claims.key not in user.identity_keys
    if linked:
        identity = v1.Identity(issuer=claims.issuer, subject=claims.subject)
        user.identities = [*user.identities, identity]
        user.identity_keys = [*user.identity_keys, claims.key]
    if not user.active:
        # A new identity doesn't undo the deactivation, and nothing else is worth a note.
        return linked
    if claims.verified_email and not user.verified_email:
        user.email = user.verified_email = claims.verified_email
    if user.last_login_at is None or claims.signed_in_at > user.last_login_at:
        user.last_login_at = claims.signed_in_at
        user.name = claims.name or user.name
        if not user.verified_email:
            user.email = "" if claims.email is None else user.email or claims.email
    if not user.first_admin_granted and is_first_admin(
        first_admins, identity_keys=user.identity_keys, verified_email=user.verified_email
    ):
        user.first_admin_granted = user.platform_admin = True
    return linked
