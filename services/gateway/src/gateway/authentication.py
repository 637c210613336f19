"""From the Authorization header to a person."""

from identity import Verifier
from identity.faults import TokenMalformed
from starlette.datastructures import Headers

from gateway.callers import Caller, caller_of
from gateway.sign_ins import SignIns


class Authentication:
    """Believes bearer tokens (RFC 6750 §2.1) of the configured issuers, and nothing else."""

    def __init__(self, verifier: Verifier, sign_ins: SignIns) -> None:
        self._verifier = verifier
        self._sign_ins = sign_ins

    async def identify(self, headers: Headers, *, address: str) -> Caller | None:
        """Return who calls, None without a token; a token that proves nothing is refused."""
        token = bearer_token(headers.getlist("authorization"))
        if token is None:
            return None
        claims = await self._verifier.verify(token)
        record = await self._sign_ins.person(claims, address=address)
        return caller_of(claims, record, address=address)


def bearer_token(given: list[str]) -> str | None:
    """Return the token; None when the caller sent none, or something of another scheme."""
    if not given:
        return None
    if len(given) > 1:
        raise TokenMalformed("Send one Authorization header.")
    scheme, _, token = given[0].strip().partition(" ")
    if scheme.lower() != "bearer":
        return None
    return token.strip()
