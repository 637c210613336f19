"""Tokens that were believed before, with the key that did it: what can't change isn't checked anew.

Nobody is believed for being seen: the key must still be the one that the issuer publishes, and the
times are compared with the clock every time (ADR 0019).
"""

from collections import OrderedDict
from dataclasses import dataclass

from joserfc.jwk import Key

from identity.claims import SignedClaims
from identity.compact import UnverifiedToken

# Of about 4 kB each.
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Checked:
    """One token, taken apart."""

    token: UnverifiedToken
    key: Key
    claims: SignedClaims


class Seen:
    """The tokens that were brought last."""

    def __init__(self, *, most: int = _MOST) -> None:
        self._most = most
        self._held: OrderedDict[str, Checked] = OrderedDict()

    def find(self, raw_token: str) -> Checked | None:
        """Return the token if it was believed before."""
        found = self._held.get(raw_token)
        if found is not None:
            self._held.move_to_end(raw_token)
        return found

    def keep(self, raw_token: str, checked: Checked) -> None:
        """Remember a token that is believed."""
        self._held[raw_token] = checked
        if len(self._held) > self._most:
            self._held.popitem(last=False)
