"""A person who can sign in."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who can sign in."""

    username: str
    email: str
    name: str
    groups: tuple[str, ...] = ()
    email_verified: bool = True
    is_active: bool = True
    id: int = 0

    @property
    def subject(self) -> str:
        """Opaque as authentik's hashed ids, yet the same on every machine."""
        return hashlib.sha256(f"dezky-identity-{self.username.lower()}".encode()).hexdigest()
