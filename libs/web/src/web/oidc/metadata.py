"""What the identity provider says of itself (OpenID Connect Discovery 1.0)."""

import json
from collections.abc import Callable

from identity import Fetch, Issuer, KeysNotLoaded
from pydantic import BaseModel, Field, ValidationError

from web.faults import ProviderUnreachable

_FRESH_SECONDS = 300.0
_Url = Field(pattern=r"^https?://[^\s#@]+$")


class Metadata(BaseModel, frozen=True, extra="ignore"):
    """The addresses of one provider."""

    issuer: str
    authorization_endpoint: str = _Url
    token_endpoint: str = _Url
    end_session_endpoint: str = ""
    # RFC 9207: then an answer without `iss` isn't this provider's.
    authorization_response_iss_parameter_supported: bool = False


class Discovery:
    """Asks now and then; an outage keeps what was known."""

    def __init__(self, issuer: Issuer, fetch: Fetch, *, now: Callable[[], float]) -> None:
        self._issuer = issuer
        self._fetch = fetch
        self._now = now
        self._known: Metadata | None = None
        self._known_at = 0.0

    async def metadata(self) -> Metadata:
        """Return the addresses; ProviderUnreachable when they were never known."""
        if self._known is None or self._now() - self._known_at > _FRESH_SECONDS:
            try:
                self._known = await self._asked()
            except KeysNotLoaded as error:
                if self._known is None:
                    raise ProviderUnreachable(
                        "The identity provider does not answer: try again shortly."
                    ) from error
            # After a failure as well: an outage isn't made worse by asking at every click.
            self._known_at = self._now()
        return self._known

    async def _asked(self) -> Metadata:
        document = await self._fetch(self._issuer.discovery_uri)
        try:
            metadata = Metadata.model_validate(json.loads(document))
        except (ValidationError, ValueError) as error:
            raise KeysNotLoaded("the answer is not an OpenID discovery document") from error
        if metadata.issuer != self._issuer.issuer:
            raise KeysNotLoaded(f"discovery speaks for {metadata.issuer!r}")
        return metadata
