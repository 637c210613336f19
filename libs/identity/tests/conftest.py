"""An issuer on paper: real keys and real signatures, no sockets."""

import asyncio
import json
from typing import Any

import pytest
from identity import Clock, Issuer, KeysNotLoaded, Verifier
from joserfc import jwt
from joserfc.jwk import Key, RSAKey
from joserfc.jws import JWSRegistry

NOW = 1_780_000_000.0
OPERATOR = "https://id.dezky.test/application/o/dezky-operator/"
ALGORITHMS = ("RS256", "ES256", "Ed25519", "PS256", "ES512")
PORTAL = "https://id.dezky.test/application/o/dezky-portal/"


class ManualClock:
    """Time that passes when a test says so."""

    def __init__(self):
        self.wall_seconds = NOW
        self.steady_seconds = 1_000.0

    def advance(self, seconds):
        self.wall_seconds += seconds
        self.steady_seconds += seconds

    def clock(self):
        return Clock(wall=lambda: self.wall_seconds, steady=lambda: self.steady_seconds)


class PaperIssuer:
    """Publishes keys and signs tokens as authentik would."""

    def __init__(self, name, audience, keys):
        self.name = name
        self.audience = audience
        self.keys: list[Key] = keys
        self.jwks_uri = f"{name}jwks/"

    def issuer(self, **changes: Any) -> Issuer:
        settings = {"issuer": self.name, "audiences": (self.audience,)}
        return Issuer(**(settings | {"algorithms": ALGORITHMS} | changes))

    def documents(self):
        discovery = {"issuer": self.name, "jwks_uri": self.jwks_uri}
        jwks = {"keys": [key.as_dict(private=False) for key in self.keys]}
        return {
            f"{self.name}.well-known/openid-configuration": json.dumps(discovery).encode(),
            self.jwks_uri: json.dumps(jwks).encode(),
        }

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Give an access token's claims as authentik mints them; `None` leaves one out."""
        claims = {
            "iss": self.name,
            "sub": "3f1c",
            "aud": self.audience,
            "exp": int(NOW) + 300,
            "iat": int(NOW),
            "auth_time": int(NOW) - 60,
            "nonce": "n-1",
            "azp": self.audience,
            "uid": "5dY1",
            "email": "operator@dezky.localhost",
            "email_verified": True,
            "name": "Olga Operator",
            "groups": ["dezky-platform-admins"],
        }
        return {key: value for key, value in (claims | changes).items() if value is not None}

    def token(self, *, header: dict[str, Any] | None = None, key: Key | None = None, **changes):
        key = key or self.keys[0]
        names = {"alg": "RS256", "kid": key.kid} | (header or {})
        names = {name: value for name, value in names.items() if value is not None}
        registry = JWSRegistry(algorithms=[names["alg"]], strict_check_header=False)
        return jwt.encode(names, self.claims(**changes), key, registry=registry)


class PaperNetwork:
    """Answers fetches from a dict of documents, and counts them."""

    def __init__(self):
        self.documents: dict[str, bytes] = {}
        self.fetched: list[str] = []
        self.is_down = False
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, url):
        self.fetched.append(url)
        await self.gate.wait()
        if self.is_down or url not in self.documents:
            raise KeysNotLoaded("nobody answers")
        return self.documents[url]

    def publish(self, issuer):
        self.documents |= issuer.documents()

    def count(self, ending="jwks/"):
        return sum(url.endswith(ending) for url in self.fetched)


def rsa(kid):
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


@pytest.fixture(scope="session")
def rsa_keys():
    """Five RSA keys, made once: they are slow to find."""
    return [rsa(f"rsa-{number}") for number in range(5)]


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def network():
    return PaperNetwork()


@pytest.fixture
def operator(rsa_keys, network):
    """Publish the operator application's issuer."""
    issuer = PaperIssuer(OPERATOR, "dezky-operator", [rsa_keys[0]])
    network.publish(issuer)
    return issuer


@pytest.fixture
def portal(rsa_keys, network):
    """Publish the portal application's issuer, with a key of its own."""
    issuer = PaperIssuer(PORTAL, "dezky-portal", [rsa_keys[1]])
    network.publish(issuer)
    return issuer


@pytest.fixture
async def verifier(operator, portal, network, clock):
    verifier = Verifier([operator.issuer(), portal.issuer()], network, clock=clock.clock())
    yield verifier
    await verifier.aclose()
