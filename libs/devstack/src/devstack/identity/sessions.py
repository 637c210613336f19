"""Single sign-on: who is signed in with this browser."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from devstack.identity.account import Account
from devstack.identity.accounts import Accounts
from devstack.identity.grants import digest
from devstack.identity.store import Store

SESSION_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Session:
    """One person in one browser."""

    sid: str
    account: Account
    signed_in_at: float


class Sessions:
    """Sessions behind an HttpOnly cookie; the store knows only its digest, the `sid`."""

    def __init__(
        self,
        store: Store,
        accounts: Accounts,
        *,
        now: Callable[[], float],
        cookie: str,
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._now = now
        self._cookie = cookie

    def start(self, account: Account, *, request: Request, response: Response) -> Session:
        """Always under a new secret: one planted before the login is worth nothing."""
        self.end(digest(request.cookies.get(self._cookie, "")))
        self._store.change("DELETE FROM sessions WHERE expires_at < :now", {"now": self._now()})
        secret = secrets.token_urlsafe(32)
        session = Session(digest(secret), account, self._now())
        self._store.change(
            "INSERT INTO sessions (sid, account_id, signed_in_at, expires_at)"
            " VALUES (:sid, :account, :now, :expires_at)",
            {
                "sid": session.sid,
                "account": account.id,
                "now": session.signed_in_at,
                "expires_at": session.signed_in_at + SESSION_SECONDS,
            },
        )
        response.set_cookie(self._cookie, secret, httponly=True, samesite="lax")
        return session

    def current(self, request: Request) -> Session | None:
        """Return the session of the request's cookie."""
        return self.get(digest(request.cookies.get(self._cookie, "")))

    def get(self, sid: str) -> Session | None:
        """Only while it runs and its account is active."""
        row = self._store.one(
            "SELECT * FROM sessions WHERE sid = :sid AND expires_at > :now",
            {"sid": sid, "now": self._now()},
        )
        account = self._accounts.get(row["account_id"]) if row is not None else None
        if row is None or account is None:
            return None
        return Session(row["sid"], account, row["signed_in_at"])

    def end(self, sid: str) -> None:
        """Nothing happens when there is none."""
        self._store.change("DELETE FROM sessions WHERE sid = :sid", {"sid": sid})

    def forget(self, sid: str, *, request: Request, response: Response) -> None:
        """Take the cookie away if it belongs to that session."""
        if digest(request.cookies.get(self._cookie, "")) == sid:
            response.delete_cookie(self._cookie, httponly=True, samesite="lax")
