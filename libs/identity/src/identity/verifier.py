"""Decides whether a token is believed, and by what name its bearer goes."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from contracts.faults import Fault

from identity.claims import SignedClaims, accepted_audience, check_times, signed_claims
from identity.clock import Clock
from identity.compact import UnverifiedToken, read
from identity.faults import ClaimsNotAccepted, IssuerUnknown
from identity.header import check_header
from identity.issuers import Issuer
from identity.keyring import KeyPolicy, KeyRing
from identity.keys import KeySet, read_key_set
from identity.kinds import check_access_token, check_id_token
from identity.loading import Fetch, load_document
from identity.seen import Checked, Seen
from identity.signature import check_signature


class Verifier:
    """Verifies tokens of the configured issuers; everything about them is pinned per issuer."""

    def __init__(
        self,
        issuers: Sequence[Issuer],
        fetch: Fetch,
        *,
        policy: KeyPolicy | None = None,
        clock: Clock | None = None,
        leeway_seconds: float = 30,
        count: Callable[[str, str], None] | None = None,
    ) -> None:
        self._clock = clock or Clock()
        self._leeway_seconds = leeway_seconds
        self._count = count
        # (issuer, reason or "accepted"); the issuer is "" where none is known, so that
        # nobody outside decides how many there are.
        self.outcomes: Counter[tuple[str, str]] = Counter()
        self._seen = Seen()
        self._issuers = {issuer.issuer: issuer for issuer in issuers}
        if len(self._issuers) != len(issuers):
            raise ValueError("an issuer is configured twice")
        self._rings = {
            name: KeyRing(
                partial(_loaded, issuer, fetch),
                issuer=name,
                policy=policy or KeyPolicy(),
                steady=self._clock.steady,
            )
            for name, issuer in self._issuers.items()
        }

    async def verify(self, raw_token: str) -> SignedClaims:
        """Believe an access token, or raise Unauthenticated or KeysUnavailable."""
        return await self._decide(raw_token, check_access_token)

    async def verify_id_token(self, raw_token: str, *, audience: str, nonce: str) -> SignedClaims:
        """Believe the ID token that answers one's own login, known by its nonce."""
        return await self._decide(
            raw_token, partial(check_id_token, audience=audience, nonce=nonce)
        )

    async def aclose(self) -> None:
        """End all fetches under way."""
        for ring in self._rings.values():
            await ring.aclose()

    async def _decide(
        self, raw_token: str, check_kind: Callable[[UnverifiedToken], None]
    ) -> SignedClaims:
        label = ""
        try:
            seen = self._seen.find(raw_token)
            token = seen.token if seen is not None else read(raw_token)
            issuer = self._issuer(token)
            label = issuer.issuer
            checked = await self._believed(token, issuer=issuer, seen=seen)
            check_kind(token)
        except Fault as fault:
            self._note(label, fault.reason)
            raise
        self._note(label, "accepted")
        self._seen.keep(raw_token, checked)
        return checked.claims

    async def _believed(
        self, token: UnverifiedToken, *, issuer: Issuer, seen: Checked | None
    ) -> Checked:
        check_header(token.header, algorithms=issuer.algorithms)
        # Keys belong to their issuer: the same kid elsewhere is another key.
        key = await self._rings[issuer.issuer].find(token.header.get("kid"))
        if seen is None or seen.key is not key:
            seen = None
            check_signature(token, key=key, algorithms=issuer.algorithms)
        check_times(token.claims, now=self._clock.wall(), leeway_seconds=self._leeway_seconds)
        if seen is not None:
            return seen
        audience = accepted_audience(token.claims, audiences=issuer.audiences)
        return Checked(token, key, signed_claims(token.claims, audience=audience))

    def _issuer(self, token: UnverifiedToken) -> Issuer:
        name = token.claims.get("iss")
        if not isinstance(name, str):
            raise ClaimsNotAccepted("The token has no `iss`.")
        issuer = self._issuers.get(name)
        if issuer is None:
            raise IssuerUnknown("The token's issuer is not one that is accepted here.")
        return issuer

    def _note(self, issuer: str, outcome: str) -> None:
        self.outcomes[issuer, outcome] += 1
        if self._count is not None:
            self._count(issuer, outcome)


async def _loaded(issuer: Issuer, fetch: Fetch) -> KeySet:
    return read_key_set(await load_document(issuer, fetch))
