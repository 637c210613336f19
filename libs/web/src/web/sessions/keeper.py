"""Begins, finds, refreshes and ends sessions."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

import structlog
from identity import SignedClaims

from web.faults import ProviderUnreachable, SignInRequired
from web.sessions.session import Session, Tokens
from web.sessions.store import Store

log = structlog.get_logger()

_KIND = "session"
# A call that begins now must end before the token does.
_FRESH_SECONDS = 30.0
# A session is written down that much later than it was used, at most.
_TOUCH_SECONDS = 60.0

Refresh = Callable[[Tokens], Awaitable[Tokens]]


class Keeper:
    """All sessions of one application."""

    def __init__(
        self,
        store: Store,
        refresh: Refresh,
        *,
        idle_seconds: float,
        session_seconds: float,
        now: Callable[[], float],
    ) -> None:
        self._store = store
        self._refresh = refresh
        self._idle_seconds = idle_seconds
        self._session_seconds = session_seconds
        self._now = now
        self._flights: dict[str, asyncio.Task[Session]] = {}

    def begin(self, claims: SignedClaims, tokens: Tokens) -> str:
        """Return the new session's name, which only its browser will know."""
        name = secrets.token_urlsafe(32)
        session = Session(
            subject=claims.subject,
            email=claims.email,
            name=claims.name,
            form_token=secrets.token_urlsafe(24),
            tokens=tokens,
            started_at=self._now(),
            seen_at=self._now(),
        )
        self._write(name, session)
        return name

    async def current(self, name: str) -> Session:
        """Return the session with tokens that are good for a call; raise SignInRequired."""
        session = self._read(name)
        if session is None:
            raise SignInRequired("Sign in to go on.")
        if session.tokens.expires_at - self._now() < _FRESH_SECONDS:
            return await self.renewed(name, session)
        if self._now() - session.seen_at > _TOUCH_SECONDS:
            self._write(name, session)
        return session

    async def renewed(self, name: str, session: Session) -> Session:
        """Return the session with new tokens.

        Requests of several tabs share one flight: a refresh token works once, and using it
        twice would end the session at the provider.
        """
        flight = self._flights.get(name)
        if flight is None:
            flight = asyncio.create_task(self._fly(name, session))
            self._flights[name] = flight
            flight.add_done_callback(lambda _: self._flights.pop(name, None))
        return await asyncio.shield(flight)

    def end(self, name: str) -> Session | None:
        """End the session and return what it was."""
        content = self._store.take(_KIND, name)
        return Session.model_validate_json(content) if content else None

    def find(self, name: str) -> Session | None:
        """Return the session as it is, whatever its tokens are worth."""
        return self._read(name)

    async def _fly(self, name: str, session: Session) -> Session:
        try:
            tokens = await self._refresh(session.tokens)
        except SignInRequired:
            self._store.drop(name)
            raise
        except ProviderUnreachable:
            if session.tokens.expires_at > self._now():
                return session
            raise
        # Signed out meanwhile: it stays so.
        if self._read(name) is None:
            raise SignInRequired("Sign in to go on.")
        renewed = session.model_copy(update={"tokens": tokens})
        self._write(name, renewed)
        return renewed

    def _read(self, name: str) -> Session | None:
        content = self._store.find(_KIND, name) if name else None
        return Session.model_validate_json(content) if content else None

    def _write(self, name: str, session: Session) -> None:
        left = session.started_at + self._session_seconds - self._now()
        seen = session.model_copy(update={"seen_at": self._now()})
        self._store.put(
            _KIND, name, seen.model_dump_json().encode(), seconds=min(left, self._idle_seconds)
        )
