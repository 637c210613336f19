"""Trades codes and refresh tokens for tokens (RFC 6749 §4.1.3 and §6)."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import quote_plus

import aiohttp
from pydantic import BaseModel, ValidationError

from web.faults import ProviderUnreachable, SignInRequired
from web.sessions.session import Tokens

_TIMEOUT = aiohttp.ClientTimeout(total=10, connect=3)
_MOST_BYTES = 262_144
_UNREACHABLE = "The identity provider does not answer: try again shortly."


class Answer(BaseModel, extra="ignore"):
    """What a token endpoint says (RFC 6749 §5.1)."""

    access_token: str
    expires_in: float = 300.0
    refresh_token: str = ""
    id_token: str = ""


class Exchange:
    """Speaks to one token endpoint as one client."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        *,
        client_id: str,
        client_secret: str,
        now: Callable[[], float],
    ) -> None:
        self._http = http
        self._client_id = client_id
        self._client_secret = client_secret
        self._now = now

    async def redeem(self, endpoint: str, code: str, *, verifier: str, redirect_uri: str) -> Tokens:
        """Spend the code of a sign-in."""
        answer = await self._post(
            endpoint,
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": redirect_uri,
                "code_verifier": verifier,
            },
        )
        if not answer.id_token:
            raise ProviderUnreachable("The identity provider sent no ID token.")
        return self._tokens(answer, answer.id_token)

    async def refresh(self, endpoint: str, tokens: Tokens) -> Tokens:
        """Return new tokens; SignInRequired when the provider gives none any more."""
        if not tokens.refresh_token:
            raise SignInRequired("Your sign-in has ended.")
        form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token}
        answer = await self._post(endpoint, form)
        renewed = self._tokens(answer, tokens.id_token)
        if not renewed.refresh_token:  # RFC 6749 §6: then the old one goes on working
            renewed = renewed.model_copy(update={"refresh_token": tokens.refresh_token})
        return renewed

    async def _post(self, endpoint: str, form: Mapping[str, str]) -> Answer:
        headers, fields = {"Accept": "application/json"}, dict(form)
        if self._client_secret:
            # RFC 6749 §2.3.1: both are form-encoded before they become Basic.
            pair = (quote_plus(self._client_id), quote_plus(self._client_secret))
            headers["Authorization"] = aiohttp.BasicAuth(*pair).encode()
        else:
            fields["client_id"] = self._client_id
        try:
            async with self._http.post(
                endpoint, data=fields, headers=headers, timeout=_TIMEOUT, allow_redirects=False
            ) as response:
                body = await response.content.read(_MOST_BYTES)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ProviderUnreachable(_UNREACHABLE) from error
        # RFC 6749 §5.2: the client's or the grant's fault; anything else is an outage.
        if response.status in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED}:
            raise SignInRequired("The identity provider has ended the sign-in.")
        try:
            if response.status != HTTPStatus.OK:
                raise ProviderUnreachable(_UNREACHABLE)
            return Answer.model_validate_json(body)
        except ValidationError as error:
            raise ProviderUnreachable(_UNREACHABLE) from error

    def _tokens(self, answer: Answer, id_token: str) -> Tokens:
        return Tokens(
            access_token=answer.access_token,
            refresh_token=answer.refresh_token,
            id_token=id_token,
            expires_at=self._now() + answer.expires_in,
        )
