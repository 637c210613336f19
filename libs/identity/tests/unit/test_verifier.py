"""Whether a token is believed."""

import pytest
from contracts.faults import Fault, Unauthenticated
from identity import Verifier
from identity.faults import (
    AlgorithmNotAccepted,
    AudienceNotAccepted,
    ClaimsNotAccepted,
    IssuerUnknown,
    SignatureInvalid,
    TokenExpired,
    TokenMissing,
)


class TestVerify:
    async def test_believes_a_good_token(self, verifier, operator):
        """The person, as the issuer describes them."""
        claims = await verifier.verify(operator.token())
        assert (claims.issuer, claims.subject, claims.audience, claims.email) == (
            operator.name,
            "3f1c",
            "dezky-operator",
            "operator@dezky.localhost",
        )
        assert claims.groups == ("dezky-platform-admins",)

    @pytest.mark.parametrize(
        ("algorithm", "kind"), [("ES256", "ec_key"), ("Ed25519", "ed_key"), ("PS256", "plain_rsa")]
    )
    async def test_believes_each_algorithm(
        self, *, request, verifier, operator, network, algorithm, kind
    ):
        """Whatever is pinned for the issuer and fits its key."""
        key = request.getfixturevalue(kind)
        operator.keys = [key]
        network.publish(operator)
        token = operator.token(header={"alg": algorithm})
        assert (await verifier.verify(token)).subject == "3f1c"

    @pytest.mark.parametrize("name", ["iss", "aud", "exp", "sub"])
    async def test_essential_claims(self, verifier, operator, name):
        """Without any one of the four nothing is believed; decoding checks none of them."""
        with pytest.raises(ClaimsNotAccepted, match=name):
            await verifier.verify(operator.token(**{name: None}))

    @pytest.mark.parametrize(
        "change",
        [
            lambda name: name.removesuffix("/"),
            lambda name: f"{name}/",
            lambda name: name.upper(),
            lambda name: name.replace("https", "http"),
            lambda name: f"{name}#",
            lambda name: f" {name}",
            lambda _: "https://id.dezky.test/",
        ],
    )
    async def test_issuers_compare_exactly(self, verifier, operator, network, change):
        """`iss` is a name, not an address: the trailing slash belongs to it."""
        with pytest.raises(IssuerUnknown):
            await verifier.verify(operator.token(iss=change(operator.name)))
        assert network.fetched == []

    @pytest.mark.parametrize("name", [["x"], {"a": 1}, 1, True])
    async def test_issuers_are_text(self, verifier, operator, name):
        """A list that contains a trusted name is not that name."""
        with pytest.raises(ClaimsNotAccepted):
            await verifier.verify(operator.token(iss=name))

    async def test_audiences_are_bound_to_their_issuer(self, verifier, portal):
        """The portal's issuer cannot mint an operator, though both are trusted."""
        with pytest.raises(AudienceNotAccepted) as refusal:
            await verifier.verify(portal.token(aud="dezky-operator"))
        assert refusal.value.reason == "audience_not_accepted"

    async def test_keys_are_bound_to_their_issuer(self, verifier, operator, portal):
        """The portal's key signs nothing in the operator issuer's name."""
        await verifier.verify(portal.token())
        forged = operator.token(key=portal.keys[0])
        with pytest.raises(Unauthenticated) as refusal:
            await verifier.verify(forged)
        assert refusal.value.reason == "key_unknown"

    async def test_the_same_kid_elsewhere_is_another_key(
        self, verifier, operator, portal, network, rsa_keys
    ):
        """Two issuers may call different keys by one name."""
        twin = type(rsa_keys[3]).import_key(rsa_keys[3].as_dict(private=True) | {"kid": "rsa-0"})
        portal.keys = [twin]
        network.publish(portal)
        assert (await verifier.verify(portal.token())).audience == "dezky-portal"
        with pytest.raises(SignatureInvalid):
            await verifier.verify(operator.token(key=twin))

    async def test_a_shared_key_does_not_share_audiences(self, verifier, operator, portal, network):
        """Providers of authentik sharing a certificate share a kid: `iss` still decides."""
        portal.keys = operator.keys
        network.publish(portal)
        assert (await verifier.verify(portal.token())).audience == "dezky-portal"
        with pytest.raises(AudienceNotAccepted):
            await verifier.verify(portal.token(aud="dezky-operator", azp="dezky-operator"))

    async def test_a_missing_kid_means_the_only_key(self, verifier, operator):
        """An issuer with one key need not name it."""
        assert (await verifier.verify(operator.token(header={"kid": None}))).subject == "3f1c"

    async def test_expires(self, verifier, operator, clock):
        """After `exp` and the leeway the token is over, keys or not."""
        token = operator.token()
        await verifier.verify(token)
        clock.advance(331)
        with pytest.raises(TokenExpired):
            await verifier.verify(token)

    async def test_nothing_is_missing(self, verifier):
        """No token is a refusal of its own."""
        with pytest.raises(TokenMissing):
            await verifier.verify("")

    async def test_algorithms_are_pinned_per_issuer(self, operator, portal, network, clock):
        """What one issuer may use another may not."""
        issuers = [operator.issuer(algorithms=("RS256",)), portal.issuer(algorithms=("ES256",))]
        verifier = Verifier(issuers, network, clock=clock.clock())
        assert (await verifier.verify(operator.token())).subject == "3f1c"
        with pytest.raises(AlgorithmNotAccepted, match="ES256, only"):
            await verifier.verify(portal.token())

    async def test_refusals_tell_no_secrets(self, verifier, operator, rsa_keys):
        """Neither the token nor what it claims comes back in a refusal."""
        for raw in (
            operator.token(key=rsa_keys[4]),
            operator.token(iss="https://elsewhere.test/"),
            operator.token(aud="hidden-audience"),
            operator.token(exp=1),
        ):
            with pytest.raises(Fault) as refusal:
                await verifier.verify(raw)
            told = refusal.value.detail
            assert told
            for secret in (*raw.split("."), "elsewhere", "hidden", "3f1c", "@"):
                assert secret not in told
