"""Finds and loads an issuer's key set: discovery first, unless its address is configured."""

import json
from typing import Protocol

from identity.issuers import Issuer


class KeysNotLoaded(Exception):  # noqa: N818 - a state of the issuer, named as one
    """The issuer gave no usable keys; the message says why, for the log."""


class Fetch(Protocol):
    """Gets one document; raises KeysNotLoaded when it cannot."""

    async def __call__(self, url: str) -> bytes:
        """Return the body of a 200 answer."""


async def load_document(issuer: Issuer, fetch: Fetch) -> bytes:
    """Return the issuer's JWKS document as it was sent."""
    return await fetch(issuer.jwks_uri or await _discovered(issuer, fetch))


async def _discovered(issuer: Issuer, fetch: Fetch) -> str:
    try:
        metadata = json.loads(await fetch(issuer.discovery_uri))
        name, jwks_uri = metadata["issuer"], metadata["jwks_uri"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise KeysNotLoaded("the answer is not an OpenID discovery document") from None
    if name != issuer.issuer:
        # OpenID Connect Discovery 1.0 §4.3. authentik names itself after the request's host:
        # reached by another one, configure jwksUri.
        raise KeysNotLoaded(f"discovery speaks for {name!r}")
    if not isinstance(jwks_uri, str) or not jwks_uri.startswith(("https://", "http://")):
        raise KeysNotLoaded("discovery names no key set")
    if issuer.issuer.startswith("https://") and not jwks_uri.startswith("https://"):
        raise KeysNotLoaded("discovery leaves https for its keys")
    return jwks_uri
