"""What is known of a person who is signed in."""

from pydantic import BaseModel


class Tokens(BaseModel, frozen=True):
    """What the identity provider gave; never sent to a browser."""

    access_token: str
    # Empty when the provider gives none: the person signs in again when the access token ends.
    refresh_token: str = ""
    id_token: str
    expires_at: float


class Session(BaseModel, frozen=True):
    """One person in one browser."""

    subject: str
    email: str
    name: str
    # Proves that a form was given out by this session.
    form_token: str
    tokens: Tokens
    started_at: float
    seen_at: float

    @property
    def shown_name(self) -> str:
        """What to call the person."""
        return self.name or self.email or self.subject
