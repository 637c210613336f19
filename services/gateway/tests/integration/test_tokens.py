"""Every attack on tokens that there is a name for, against the running gateway."""

import base64
import hashlib
import hmac
import json
import time

import pytest
import pytest_asyncio
from bus import bootstrap, connect
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from devstack.nats import NatsServer
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, RSAKey

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEYS = "/application/o/dezky-partner/jwks/"


@pytest.fixture(scope="module")
def ec_key():
    return ECKey.generate_key("P-256", {"kid": "dezky-partner"})


@pytest.fixture(scope="module")
def weak_key():
    with pytest.warns(SecurityWarning):
        return RSAKey.generate_key(1024, {"kid": "weak"})


@pytest.fixture(scope="module")
def sealing_key():
    return RSAKey.generate_key(2048, {"kid": "sealing", "use": "enc"})


@pytest.fixture(scope="module")
def partner(published, issuer_type, ec_key, weak_key, sealing_key):
    """An issuer with several keys, good and bad."""
    issuer = issuer_type(published[0], "dezky-partner")
    issuer.key = ec_key
    published[1].update(issuer.documents())
    spare = ECKey.generate_key("P-256", {"kid": "spare"})
    keys = [key.as_dict(private=False) for key in (ec_key, spare, weak_key, sealing_key)]
    broken = [{"kty": "RSA", "kid": "broken", "n": "!", "e": "AQAB"}, "no key at all"]
    published[1][KEYS] = json.dumps({"keys": [*broken, *keys]}).encode()
    return issuer


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ask(
    tmp_path_factory, operator, portal, partner, gateway_type, services_type, register_type
):
    """Send a request with this Authorization to a running gateway; None for none."""
    folder = tmp_path_factory.mktemp("tokens")
    server = NatsServer(folder / "nats")
    server.start()
    connection = await connect(server.url, name="tests")
    await bootstrap(connection)
    services = services_type()
    await services.start(connection)
    register = register_type(connection)
    for issuer in (operator, portal, partner):
        await register.put(issuer, "olga", platform_admin=True)
    settings = [operator.setting(), portal.setting()]
    settings.append(partner.setting().model_copy(update={"algorithms": ("ES256", "RS256")}))
    gateway = gateway_type(
        folder,
        {
            "NATS_URL": server.url,
            "GATEWAY_ISSUERS": json.dumps([one.model_dump(by_alias=True) for one in settings]),
        },
    )
    gateway.process.start()

    async def send(*authorization):
        headers = [(b"Authorization", value.encode("latin-1")) for value in authorization]
        response = await gateway.client.get("/me", headers=headers)
        if response.status_code == 401:
            assert response.headers["content-type"] == "application/problem+json"
            assert response.headers["www-authenticate"].startswith("Bearer")
        return response.json().get("reason", "accepted")

    yield send
    await gateway.client.aclose()
    gateway.process.stop()
    await services.stop()
    await connection.drain()
    server.stop()


@pytest.fixture
def refused(ask):
    """Send a bearer token; give the reason it was refused for."""

    async def send(token):
        return await ask(f"Bearer {token}")

    return send


def segment(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=")


def compact(header, payload, sign):
    """Put a token together as it is, however wrong."""
    signed = b".".join(
        segment(one if isinstance(one, bytes) else json.dumps(one).encode())
        for one in (header, payload)
    )
    return b".".join((signed, segment(sign(signed)))).decode()


def rs256(key):
    return lambda signed: key.private_key.sign(signed, padding.PKCS1v15(), hashes.SHA256())


def names(issuer, **changes):
    return {"alg": "RS256", "kid": issuer.client} | changes


def claims(issuer, **changes):
    at = int(time.time())
    fixed = {
        "iss": issuer.name,
        "sub": "olga",
        "aud": issuer.client,
        "exp": at + 300,
        "iat": at - 60,
        "azp": issuer.client,
        "uid": "1",
    }
    return fixed | changes


class TestAccepted:
    async def test_good_token(self, refused, operator, portal):
        """Each issuer's own."""
        assert await refused(operator.token()) == "accepted"
        assert await refused(portal.token()) == "accepted"

    async def test_scheme_is_a_word_in_any_case(self, ask, operator):
        """RFC 9110 §11.1."""
        assert await ask(f"bearer {operator.token()}") == "accepted"

    async def test_audience_may_be_a_list(self, refused, operator):
        """RFC 7519 §4.1.3."""
        assert await refused(operator.token(aud=["x", "dezky-operator"])) == "accepted"

    async def test_nonce_makes_no_id_token(self, refused, operator):
        """Authentik's access tokens carry one."""
        assert await refused(operator.token(nonce="n")) == "accepted"

    async def test_clocks_may_differ_a_little(self, refused, operator):
        """A token that has just expired elsewhere."""
        assert (
            await refused(operator.token(exp=int(time.time()) - 5, iat=int(time.time()) - 90))
            == "accepted"
        )

    async def test_broken_keys_do_not_cost_the_good_one(self, refused, partner, ec_key):
        """JWKS keys are imported one by one."""
        token = partner.token(key=ec_key, algorithm="ES256")
        assert await refused(token) == "accepted"


class TestNoToken:
    @pytest.mark.parametrize("sent", [(), ("Basic b2xnYTp4",), ("",), ("Token x",)])
    async def test_nothing_that_is_one(self, ask, sent):
        """Other schemes are no bearer token."""
        assert await ask(*sent) == "token_missing"

    async def test_empty_one(self, ask):
        """A scheme without a token."""
        assert await ask("Bearer") == "token_missing"

    async def test_two_headers(self, ask, operator):
        """Which of them counts can't be known."""
        good = f"Bearer {operator.token()}"
        assert await ask(good, good) == "token_malformed"


class TestSignature:
    @pytest.mark.parametrize("algorithm", ["none", "None", "nOnE", "NONE", ""])
    async def test_none_is_no_algorithm(self, refused, operator, algorithm):
        """RFC 8725 §2.1."""
        token = compact(names(operator, alg=algorithm), claims(operator), lambda _: b"")
        assert await refused(token) == "token_algorithm_not_accepted"

    async def test_public_key_is_no_secret(self, refused, operator):
        """HMAC with the public key as its secret (RFC 8725 §2.1)."""
        secret = operator.key.as_pem(private=False)
        token = compact(
            names(operator, alg="HS256"),
            claims(operator),
            lambda signed: hmac.digest(secret, signed, hashlib.sha256),
        )
        assert await refused(token) == "token_algorithm_not_accepted"

    @pytest.mark.parametrize("algorithm", ["RS512", "PS256", "ES512", "Ed25519"])
    async def test_algorithms_are_pinned(self, refused, operator, algorithm):
        """Only what the issuer is configured with."""
        token = compact(names(operator, alg=algorithm), claims(operator), rs256(operator.key))
        assert await refused(token) == "token_algorithm_not_accepted"

    async def test_algorithm_fits_its_key(self, refused, operator):
        """ES256 with an RSA key."""
        token = compact(names(operator, alg="ES256"), claims(operator), lambda _: bytes(64))
        assert await refused(token) == "token_signature_invalid"

    async def test_changed_claims(self, refused, operator):
        """The signature is over what is said."""
        header, _, signature = operator.token().split(".")
        forged = segment(json.dumps(claims(operator, sub="admin")).encode()).decode()
        assert await refused(f"{header}.{forged}.{signature}") == "token_signature_invalid"

    async def test_no_signature(self, refused, operator):
        """An empty one is none."""
        head = operator.token().rpartition(".")[0]
        assert await refused(f"{head}.") == "token_signature_invalid"

    @pytest.mark.parametrize("shape", ["zero", "der"])
    async def test_forged_ecdsa(self, refused, partner, ec_key, shape):
        """Zeros (CVE-2022-21449), and a form that RFC 7518 §3.4 doesn't have."""
        signs = {
            "zero": lambda _: bytes(64),
            "der": lambda signed: ec_key.private_key.sign(signed, ec.ECDSA(hashes.SHA256())),
        }
        token = compact(names(partner, alg="ES256"), claims(partner), signs[shape])
        assert await refused(token) == "token_signature_invalid"


class TestKeys:
    async def test_unknown_key(self, refused, operator):
        """Not one of the issuer's."""
        assert await refused(operator.token(header={"kid": "mine"})) == "key_unknown"

    async def test_keys_belong_to_their_issuer(self, refused, operator, portal):
        """The portal's key signs nothing of the operators'."""
        token = operator.token(key=portal.key, header={"kid": portal.client})
        assert await refused(token) == "key_unknown"

    async def test_same_key_id_elsewhere(self, refused, operator, portal):
        """An id doesn't make a key."""
        assert await refused(operator.token(key=portal.key)) == "token_signature_invalid"

    async def test_missing_key_id_among_several(self, refused, partner, ec_key):
        """Nothing is tried out."""
        token = partner.token(key=ec_key, algorithm="ES256", header={"kid": None})
        assert await refused(token) == "key_unknown"

    @pytest.mark.parametrize("key", ["weak_key", "sealing_key"])
    async def test_unfit_key(self, refused, partner, key, request):
        """Under 2048 bits, or not for signatures."""
        unfit = request.getfixturevalue(key)
        header = names(partner, kid=unfit.kid)
        token = compact(header, claims(partner), rs256(unfit))
        assert await refused(token) == "key_unknown"


class TestHeader:
    @pytest.mark.parametrize(
        "more",
        [
            {"crit": ["exp"]},
            {"crit": []},
            {"jku": "https://evil.test/jwks"},
            {"jwk": {"kty": "oct", "k": "AA"}},
            {"x5u": "https://evil.test/x"},
            {"x5c": ["AA"]},
            {"zip": "DEF"},
            {"b64": False},
            {"typ": "logout+jwt"},
            {"kid": ""},
            {"kid": 1},
        ],
        ids=json.dumps,
    )
    async def test_what_is_not_understood(self, refused, operator, more):
        """Embedded keys, addresses of keys, extensions: refused, not ignored."""
        token = compact(names(operator, **more), claims(operator), rs256(operator.key))
        assert await refused(token) == "token_header_not_accepted"

    async def test_long_header(self, refused, operator):
        """512 bytes are enough for three short members."""
        token = compact(names(operator, kid="x" * 600), claims(operator), rs256(operator.key))
        assert await refused(token) == "token_malformed"


class TestForm:
    @pytest.mark.parametrize(
        "token", ["x", "a.b", "a.b.c.d", "..", "a b.c.d", "ä.ä.ä", "%%%.%%%.%%%", "x" * 20_000]
    )
    async def test_no_compact_token(self, refused, token):
        """Three canonical segments, no more than 16 KB."""
        assert await refused(token) == "token_malformed"

    @pytest.mark.parametrize("more", ["=", "==", "%0A", "\t"])
    async def test_padding(self, refused, operator, more):
        """One token has one spelling."""
        header, payload, signature = operator.token().split(".")
        assert await refused(f"{header}.{payload}{more}.{signature}") == "token_malformed"

    async def test_stray_bits(self, refused, operator):
        """The last character's unused bits are zero."""
        token = operator.token()
        assert len(token.rpartition(".")[2]) % 4 == 2
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        other = letters[letters.index(token[-1]) ^ 1]
        assert await refused(token[:-1] + other) == "token_malformed"

    @pytest.mark.parametrize(
        "payload",
        [
            b'{"sub":"olga","sub":"admin"}',
            b'{"sub":"\xff"}',
            b"\xff\xfe{\x00}\x00",
            b'{"exp":NaN}',
            b"[]",
            b"null",
            b"{",
            b"",
        ],
    )
    async def test_payload_that_two_parsers_read_differently(self, refused, operator, payload):
        """Duplicate members, other encodings, no JSON object."""
        token = compact(names(operator), payload, rs256(operator.key))
        assert await refused(token) == "token_malformed"


class TestClaims:
    @pytest.mark.parametrize("name", ["exp", "sub", "aud"])
    async def test_missing_claim(self, refused, operator, name):
        """Nothing validates what isn't there."""
        assert await refused(operator.token(**{name: None})) == "token_claims_not_accepted"

    @pytest.mark.parametrize(
        "changes",
        [{"sub": ""}, {"sub": 7}, {"sub": "x" * 256}, {"exp": "soon"}, {"exp": True}, {"aud": [7]}],
        ids=lambda changes: json.dumps(changes)[:20],
    )
    async def test_claim_of_another_form(self, refused, operator, changes):
        """Types are checked, not converted."""
        assert await refused(operator.token(**changes)) == "token_claims_not_accepted"

    async def test_expired(self, refused, operator):
        """Beyond the leeway."""
        at = int(time.time())
        assert await refused(operator.token(exp=at - 60, iat=at - 90)) == "token_expired"

    @pytest.mark.parametrize("name", ["nbf", "iat"])
    async def test_from_the_future(self, refused, operator, name):
        """Before its time."""
        changes = {name: int(time.time()) + 90}
        assert await refused(operator.token(**changes)) == "token_not_yet_valid"

    @pytest.mark.parametrize("change", [lambda iss: iss[:-1], lambda iss: iss + "/", str.upper])
    async def test_issuer_is_compared_exactly(self, refused, operator, change):
        """The trailing slash is part of the name."""
        assert await refused(operator.token(iss=change(operator.name))) == "issuer_unknown"

    async def test_foreign_audience(self, refused, operator):
        """A token for somebody else."""
        assert await refused(operator.token(aud="grafana")) == "audience_not_accepted"

    async def test_audiences_belong_to_their_issuer(self, refused, portal):
        """The portal's issuer can't make operators."""
        assert await refused(portal.token(aud="dezky-operator")) == "audience_not_accepted"

    async def test_id_token(self, refused, operator):
        """Without azp and uid it is no access token."""
        token = operator.token(azp=None, uid=None, nonce="n")
        assert await refused(token) == "token_kind_not_accepted"
