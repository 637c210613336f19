"""OFREP: evaluations over HTTP, as the OpenFeature Remote Evaluation Protocol has them."""

import pytest
from contracts.platform.v1 import Membership
from devstack.waiting import eventually
from gateway.door import Door
from gateway.faults import NotReady
from gateway.ofrep.evaluation import Ofrep
from gateway.ofrep.tickets import Tickets
from identity import Issuer

ALL = "/ofrep/v1/evaluate/flags"
ONE = f"{ALL}/beta"
ACME = {"context": {"targetingKey": "acme"}}
NORWAY = {"attribute": "country", "operator": "in", "values": ["NO"]}


@pytest.fixture
def ask(gateway, as_operator):
    """Give a function that asks as operator."""

    async def post(path=ALL, body=ACME, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await gateway.client.post(path, json=body, headers={**as_operator, **named})

    return post


class TestOne:
    async def test_success(self, flags, ask):
        """Key, value, reason, variant, metadata."""
        await flags.put()
        answer = await ask(ONE)
        assert (answer.status_code, answer.json()) == (
            200,
            {
                "key": "beta",
                "value": True,
                "reason": "STATIC",
                "variant": "on",
                "metadata": {"revision": 1},
            },
        )

    async def test_context_counts(self, flags, ask):
        """What rules ask about; never more than the directory knows better."""
        await flags.put(state="targeted", rules=[NORWAY])
        for country, expected in (("NO", True), ("SE", False)):
            context = {"targetingKey": "acme", "country": country}
            assert (await ask(ONE, {"context": context})).json()["value"] is expected

    async def test_a_flag_that_is_not_there(self, flags, ask):
        """404 FLAG_NOT_FOUND."""
        assert flags
        answer = await ask(f"{ALL}/nothing")
        assert answer.status_code == 404
        assert (answer.json()["key"], answer.json()["errorCode"]) == ("nothing", "FLAG_NOT_FOUND")

    async def test_nothing_to_draw_by(self, flags, ask):
        """400 INVALID_CONTEXT."""
        await flags.put(state="rollout", pct=50, stickiness="userId")
        answer = await ask(ONE)
        assert (answer.status_code, answer.json()["errorCode"]) == (400, "INVALID_CONTEXT")


class TestAll:
    async def test_success(self, flags, ask):
        """Every flag, its failures among them, and where changes are told."""
        await flags.put("alpha")
        await flags.put("sticky", state="rollout", pct=50, stickiness="userId")
        answer = await ask()
        said = answer.json()
        told = {one["key"]: one.get("reason", one.get("errorCode")) for one in said["flags"]}
        assert told == {"alpha": "STATIC", "sticky": "INVALID_CONTEXT"}
        ((stream,), tag) = (said["eventStreams"], answer.headers["etag"])
        assert stream["type"] == "sse"
        assert stream["endpoint"]["requestUri"].startswith("/ofrep/v1/events?ticket=")
        assert tag.startswith('"')

    async def test_the_same_question(self, flags, ask):
        """304, without a body, with the tag."""
        await flags.put()
        tag = (await ask()).headers["etag"]
        answer = await ask(If_None_Match=f'"other", W/{tag}')
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)

    @pytest.mark.parametrize(
        "context",
        [
            {"country": "NO"},
            {"country": "SE"},
            {"country": ["NO"]},
            {"country": None},
            {"n": 1},
            {"n": "1"},
        ],
    )
    async def test_a_changed_context(self, flags, ask, context):
        """Never gets a 304, whatever it changes."""
        await flags.put()
        tag = (await ask()).headers["etag"]
        answer = await ask(ALL, {"context": {"targetingKey": "acme"} | context}, If_None_Match=tag)
        assert answer.status_code == 200
        assert answer.headers["etag"] != tag

    async def test_the_order_of_a_context(self, flags, ask):
        """Says nothing."""
        await flags.put()
        tag = (await ask(ALL, {"context": {"targetingKey": "acme", "a": 1, "b": 2}})).headers[
            "etag"
        ]
        body = {"context": {"b": 2, "a": 1, "targetingKey": "acme"}}
        assert (await ask(ALL, body, If_None_Match=tag)).status_code == 304

    async def test_a_changed_flag(self, flags, ask):
        """A revision changes the tag."""
        await flags.put()
        tag = (await ask()).headers["etag"]
        await flags.put(version=2)
        assert (await ask(If_None_Match=tag)).status_code == 200

    async def test_a_changed_tenant(self, flags, ask):
        """Another plan may be another answer."""
        await flags.put(state="targeted", scope={"plans": ["enterprise"]})
        tag = (await ask()).headers["etag"]
        await flags.tenant("acme", version=2, plan="enterprise")

        async def asked():
            return await ask(If_None_Match=tag)

        answer = await eventually(asked, until=lambda seen: seen.status_code == 200)
        assert answer.json()["flags"][0]["value"] is True

    async def test_a_notice_is_caught_up_with(self, flags, ask):
        """What the provider adds to the query is no mistake, and no tag waits for ever."""
        await flags.put()
        answer = await ask(f"{ALL}?flagConfigEtag=unknown&flagConfigLastModified=1")
        assert answer.status_code == 200


class TestRefusals:
    @pytest.mark.parametrize("path", [ALL, ONE])
    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({}, "TARGETING_KEY_MISSING"),
            ({"context": {}}, "TARGETING_KEY_MISSING"),
            ({"context": {"targetingKey": ""}}, "TARGETING_KEY_MISSING"),
            ({"context": {"targetingKey": 7}}, "INVALID_CONTEXT"),
            ({"context": []}, "INVALID_CONTEXT"),
            ({"context": {"targetingKey": "nobody"}}, "INVALID_CONTEXT"),
            ([], "PARSE_ERROR"),
        ],
    )
    async def test_bad_request(self, flags, ask, path, body, code):
        """400 with OpenFeature's error code, and the key where there is one."""
        await flags.put()
        answer = await ask(path, body)
        said = answer.json()
        assert (answer.status_code, said["errorCode"]) == (400, code)
        assert said.get("key") == ("beta" if path == ONE else None)
        assert said["errorDetails"]

    async def test_no_json(self, gateway, flags, as_operator):
        """400 PARSE_ERROR."""
        assert flags
        headers = {**as_operator, "content-type": "application/json"}
        answer = await gateway.client.post(ALL, content=b"{", headers=headers)
        assert (answer.status_code, answer.json()["errorCode"]) == (400, "PARSE_ERROR")

    async def test_a_context_without_end(self, flags, ask):
        """413."""
        assert flags
        body = {"context": {"targetingKey": "acme", "text": "x" * 33_000}}
        assert (await ask(ALL, body)).status_code == 413

    @pytest.mark.parametrize("path", [ALL, ONE])
    async def test_no_token(self, gateway, flags, path):
        """401."""
        assert flags
        assert (await gateway.client.post(path, json=ACME)).status_code == 401

    async def test_a_member_asks_for_their_own(self, gateway, flags, as_member):
        """Others' tenants are as forbidden as none; the denial is an audit entry."""
        await flags.put()
        await flags.tenant("globex")
        allowed = await gateway.client.post(ALL, json=ACME, headers=as_member)
        assert allowed.status_code == 200
        for slug in ("globex", "nobody"):
            body = {"context": {"targetingKey": slug}}
            answer = await gateway.client.post(ALL, json=body, headers=as_member)
            assert (answer.status_code, answer.json()["reason"]) == (403, "not_a_member")
        denied = [one["tenantSlug"] for one in gateway.entries]
        assert denied == ["globex", "nobody"]

    async def test_a_partner_who_is_a_member(self, started, portal):
        """A partner's token opens nothing that a membership does (ADR 0034)."""
        issuer = Issuer(issuer=portal.name, audiences=("dezky-partner",))
        headers = portal.bearer("pia", aud="dezky-partner")
        async with started(issuers=(issuer,)) as gateway:
            memberships = [Membership(tenant_slug="acme", role="owner")]
            await gateway.register.put(
                portal, "pia", memberships=memberships, partner_slug="reseller"
            )

            async def asked():
                return await gateway.client.post(ALL, json=ACME, headers=headers)

            answer = await eventually(asked, until=lambda seen: seen.status_code != 503)
        assert (answer.status_code, answer.json()["reason"]) == (403, "not_a_member")

    async def test_too_fast(self, started, operator):
        """429 with Retry-After."""
        async with started(rate_per_second=1, rate_burst=2) as gateway:
            await gateway.register.put(operator, "olga", platform_admin=True)
            answers = [
                await gateway.client.post(ALL, json=ACME, headers=operator.bearer("olga"))
                for _ in range(3)
            ]
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["retry-after"]) >= 1

    async def test_before_the_flags_are_read(self):
        """503: no answer is better than a wrong one."""
        ofrep = Ofrep(Door(), Tickets())
        with pytest.raises(NotReady):
            await ofrep.one({"path_params": {"key": "beta"}}, None, b"")


class TestCors:
    async def test_a_browser_may_ask(self, started):
        """With its tag and its last event."""
        async with started(cors_origins=("https://portal.example",)) as gateway:
            answer = await gateway.client.options(
                ALL,
                headers={
                    "origin": "https://portal.example",
                    "access-control-request-method": "POST",
                    "access-control-request-headers": "authorization,if-none-match",
                },
            )
        assert answer.status_code == 200
