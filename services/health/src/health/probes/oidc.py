"""oidc: the discovery document is the issuer's own, and its keys can verify signatures."""

from collections.abc import Mapping
from typing import Any

from health.probes.dialing import Dialer
from health.probes.failure import ProbeFailed
from health.probes.http import HttpProbe, plain
from health.probes.seen import Seen

_OK = 200
_NEEDED: Mapping[str, tuple[str, ...]] = {"RSA": ("n", "e"), "EC": ("x", "y"), "OKP": ("x",)}


class OidcProbe:
    """Address: the issuer, as it stands in tokens."""

    def __init__(self, http: HttpProbe) -> None:
        self._http = http

    async def __call__(self, address: str, dialer: Dialer) -> Seen:
        """Read both documents."""
        place = f"{address.rstrip('/')}/.well-known/openid-configuration"
        discovery = plain(await self._read(place, dialer))
        if discovery.get("issuer") != address:
            raise ProbeFailed(f"the issuer calls itself {discovery.get('issuer')}")
        for endpoint in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not isinstance(discovery.get(endpoint), str):
                raise ProbeFailed(f"the discovery document has no {endpoint}")
        facts = await self._read(discovery["jwks_uri"], dialer)
        keys = plain(facts).get("keys")
        usable = [key for key in keys if _is_usable(key)] if isinstance(keys, list) else []
        if not usable:
            raise ProbeFailed("no key of the issuer can verify signatures")
        return Seen(facts={**facts, "body": discovery})

    async def _read(self, url: str, dialer: Dialer) -> Mapping[str, Any]:
        facts = (await self._http(url, dialer)).facts
        if facts["status"] != _OK:
            raise ProbeFailed(f"{url} answered {facts['status']}")
        return facts


def _is_usable(key: Any) -> bool:
    if not isinstance(key, dict) or key.get("use", "sig") != "sig":
        return False
    needed = _NEEDED.get(str(key.get("kty")))
    return needed is not None and all(isinstance(key.get(name), str) for name in needed)
