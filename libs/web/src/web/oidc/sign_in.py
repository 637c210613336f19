"""One sign-in from its beginning to its session; several tabs may each have one under way."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

from identity import SignedClaims, Verifier
from pydantic import BaseModel

from web.faults import SignInBroken, SignInRefused, SignInRequired
from web.oidc.exchange import Exchange
from web.oidc.metadata import Discovery, Metadata
from web.sessions.session import Tokens
from web.sessions.store import Store

_KIND = "sign-in"
_SECONDS = 900.0
_SCOPES = "openid profile email offline_access"
_BROKEN = "This sign-in was begun in another browser, or too long ago: start again."


class Begun(BaseModel, frozen=True):
    """A sign-in under way; only the browser that began it can end it."""

    nonce: str
    verifier: str
    onward: str


class SignIn:
    """Sends people to the identity provider and believes what it answers only after checking."""

    def __init__(
        self,
        store: Store,
        discovery: Discovery,
        exchange: Exchange,
        verifier: Verifier,
        *,
        client_id: str,
        redirect_uri: str,
    ) -> None:
        self._store = store
        self._discovery = discovery
        self._exchange = exchange
        self._verifier = verifier
        self._client_id = client_id
        self._redirect_uri = redirect_uri

    async def begin(self, browser: str, *, onward: str, prompt: str = "") -> str:
        """Return where to send the browser; `onward` is where it goes after the sign-in."""
        metadata = await self._discovery.metadata()
        state, nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        begun = Begun(nonce=nonce, verifier=secrets.token_urlsafe(48), onward=onward)
        self._store.put(
            _KIND, _name(state, browser), begun.model_dump_json().encode(), seconds=_SECONDS
        )
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._redirect_uri,
            "scope": _SCOPES,
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(begun.verifier),
            "code_challenge_method": "S256",
            **({"prompt": prompt} if prompt else {}),
        }
        mark = "&" if "?" in metadata.authorization_endpoint else "?"
        return f"{metadata.authorization_endpoint}{mark}{urlencode(asked)}"

    async def finish(
        self, browser: str, answer: Mapping[str, str]
    ) -> tuple[SignedClaims, Tokens, str]:
        """Return who signed in, with which tokens, and where they go on."""
        content = self._store.take(_KIND, _name(answer.get("state", ""), browser))
        if content is None:
            raise SignInBroken(_BROKEN)
        begun = Begun.model_validate_json(content)
        metadata = await self._discovery.metadata()
        _check_issuer(answer, metadata)
        if "code" not in answer:
            said = answer.get("error_description") or answer.get("error") or "no reason given"
            raise SignInRefused(f"The identity provider refused: {said[:300]}.")
        try:
            tokens = await self._exchange.redeem(
                metadata.token_endpoint,
                answer["code"],
                verifier=begun.verifier,
                redirect_uri=self._redirect_uri,
            )
        except SignInRequired as refused:
            raise SignInBroken(_BROKEN) from refused
        claims = await self._verifier.verify_id_token(
            tokens.id_token, audience=self._client_id, nonce=begun.nonce
        )
        return claims, tokens, begun.onward

    async def refresh(self, tokens: Tokens) -> Tokens:
        """Return new tokens for old ones."""
        metadata = await self._discovery.metadata()
        return await self._exchange.refresh(metadata.token_endpoint, tokens)

    async def farewell(self, tokens: Tokens, *, onward: str) -> str:
        """Return where the browser ends the provider's session too; `onward` if that can't be."""
        end = (await self._discovery.metadata()).end_session_endpoint
        if not end:
            return onward
        asked = {"id_token_hint": tokens.id_token, "post_logout_redirect_uri": onward}
        return f"{end}?{urlencode(asked)}"


def _check_issuer(answer: Mapping[str, str], metadata: Metadata) -> None:
    """RFC 9207 §2.4: an answer of another provider is no answer."""
    named = answer.get("iss")
    if named is None and not metadata.authorization_response_iss_parameter_supported:
        return
    if named != metadata.issuer:
        raise SignInBroken("The answer came from another identity provider: start again.")


def _name(state: str, browser: str) -> str:
    return f"{state}|{browser}"


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
