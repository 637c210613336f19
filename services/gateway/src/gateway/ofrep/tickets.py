"""Tickets for streams: a browser's EventSource can't send a token, so it brings one of these."""

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from functools import lru_cache

_HOUR = 3600
_SEPARATOR = "."


class Tickets:
    """Signed, for one tenant, good for one to two hours; the same within the hour."""

    def __init__(self, secret: str = "", *, clock: Callable[[], float] = time.time) -> None:
        """Without a secret one of this process's own: then others don't know its tickets."""
        self._key = secret.encode() or secrets.token_bytes(32)
        self._clock = clock
        self._signed = lru_cache(maxsize=10_000)(self._sign)

    def issue(self, tenant: str) -> str:
        """Return a ticket."""
        return self._signed(tenant, (int(self._clock()) // _HOUR + 2) * _HOUR)

    def _sign(self, tenant: str, ends_at: int) -> str:
        said = f"{tenant}{_SEPARATOR}{ends_at}"
        return f"{_coded(said.encode())}{_SEPARATOR}{_coded(self._signature(said))}"

    def seconds_left(self, ticket: str) -> float:
        """Return how long the ticket is still good, 0 when it isn't one of ours."""
        said, _, signature = ticket.partition(_SEPARATOR)
        try:
            text = _decoded(said).decode()
            is_ours = hmac.compare_digest(_decoded(signature), self._signature(text))
        except (binascii.Error, ValueError):
            return 0.0
        if not is_ours:
            return 0.0
        return max(0.0, int(text.rpartition(_SEPARATOR)[2]) - self._clock())

    def tenant(self, ticket: str) -> str:
        """Return whom a good ticket is for."""
        return _decoded(ticket.partition(_SEPARATOR)[0]).decode().rpartition(_SEPARATOR)[0]

    def _signature(self, said: str) -> bytes:
        return hmac.digest(self._key, said.encode(), hashlib.sha256)


def _coded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
