"""Checks a token's signature with one key."""

from functools import cache

from joserfc.errors import JoseError
from joserfc.jwk import Key
from joserfc.jws import JWSRegistry, validate_compact

from identity.compact import UnverifiedToken
from identity.faults import SignatureInvalid


def check_signature(token: UnverifiedToken, *, key: Key, algorithms: tuple[str, ...]) -> None:
    """Key and algorithm must fit each other, whatever the header claims."""
    try:
        matches = validate_compact(token.signed, key, registry=_registry(algorithms))
    except JoseError:
        # The key is for another algorithm, use or operation.
        matches = False
    if not matches:
        raise SignatureInvalid("The token's signature does not match its issuer's key.")


@cache
def _registry(algorithms: tuple[str, ...]) -> JWSRegistry:
    return JWSRegistry(algorithms=algorithms)
