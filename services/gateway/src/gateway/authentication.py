"""From the Authorization header to a caller."""

from identity import Verifier

from gateway.api_keys import PREFIX, ApiKeys
from gateway.callers import Caller, Callers
from gateway.headers import RequestHeaders
from gateway.sign_ins import SignIns


class Authentication:
    """Believes bearer tokens (RFC 6750 §2.1) of the configured issuers, and our own API keys."""

    def __init__(self, verifier: Verifier, sign_ins: SignIns, api_keys: ApiKeys) -> None:
        self._verifier = verifier
        self._sign_ins = sign_ins
        self._api_keys = api_keys
        self._callers = Callers()

    async def identify(self, headers: RequestHeaders, *, address: str) -> Caller | None:
        """Return who calls, None without a token; a token that proves nothing is refused."""
        token = bearer_token(headers.get("authorization", ""))
        if token is None:
            return None
        if token.startswith(PREFIX):
            return self._api_keys.caller(token, address=address)
        claims = await self._verifier.verify(token)
        record = await self._sign_ins.person(claims, address=address)
        return self._callers.of(claims, record, address=address)


def bearer_token(given: str) -> str | None:
    """Return the token; None when the caller sent none, or something of another scheme.

    Two headers read as one list, which is no token.
    """
    scheme, _, token = given.strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
