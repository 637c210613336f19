"""Token verification for everything that has a door: gateway, console, portal."""

from identity.claims import SignedClaims
from identity.clock import Clock
from identity.fetch import HttpFetch
from identity.issuers import Issuer
from identity.keyring import KeyPolicy
from identity.loading import Fetch, KeysNotLoaded
from identity.verifier import Verifier

__all__ = [
    "Clock",
    "Fetch",
    "HttpFetch",
    "Issuer",
    "KeyPolicy",
    "KeysNotLoaded",
    "SignedClaims",
    "Verifier",
]
