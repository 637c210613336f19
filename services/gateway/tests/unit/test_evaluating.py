"""POST /flags/evaluate, answered at the door by the evaluator that the flag service uses."""

import pytest

PATH = "/flags/evaluate"
NORWAY = {"attribute": "country", "operator": "in", "values": ["NO"]}
ENGINES = [{"name": "old", "payload": {"engine": 1}}, {"name": "new", "payload": {"engine": 2}}]


@pytest.fixture
async def written(flags):
    await flags.tenant("globex", plan="starter")
    await flags.put("beta", state="targeted", scope={"plans": ["business"]})
    await flags.put("norway", state="targeted", rules=[NORWAY])
    await flags.put("engine", kind="variants", variants=ENGINES, defaultVariant="old", state="on")
    return flags


class TestEvaluateFlags:
    async def test_every_flag(self, gateway, written, as_operator):
        """By key: true or false, or the variant's payload; nobody else is asked."""
        body = {"tenantSlug": "acme", "context": {"country": "NO"}}
        answer = await gateway.client.post(PATH, json=body, headers=as_operator)
        assert (answer.status_code, answer.json()) == (
            200,
            {"beta": True, "norway": True, "engine": {"engine": 2}},
        )
        assert gateway.services.named("evaluate_flags") == []
        assert written

    async def test_a_member_asks_for_their_own(self, gateway, written, as_member):
        """Others' tenants are as unknown as none."""
        own = await gateway.client.post(PATH, json={"tenantSlug": "acme"}, headers=as_member)
        assert own.json()["beta"] is True
        for slug in ("globex", "nobody"):
            answer = await gateway.client.post(PATH, json={"tenantSlug": slug}, headers=as_member)
            assert (answer.status_code, answer.json()["reason"]) == (404, "tenant_not_found")
        assert written

    async def test_an_unknown_tenant(self, gateway, written, as_operator):
        """404."""
        answer = await gateway.client.post(PATH, json={"tenantSlug": "nobody"}, headers=as_operator)
        assert (answer.status_code, answer.json()["reason"]) == (404, "tenant_not_found")
        assert written

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "tenantSlug"),
            ({"tenantSlug": ""}, "tenantSlug"),
            ({"tenantSlug": "acme", "context": []}, "context"),
            ({"tenantSlug": "acme", "colour": "red"}, "colour"),
        ],
    )
    async def test_what_is_malformed(self, gateway, written, as_operator, body, field):
        """422, naming the field."""
        answer = await gateway.client.post(PATH, json=body, headers=as_operator)
        assert answer.status_code == 422
        assert [one["field"] for one in answer.json()["errors"]] == [field]
        assert written

    async def test_a_context_without_end(self, gateway, written, as_operator):
        """413."""
        body = {"tenantSlug": "acme", "context": {"text": "x" * 33_000}}
        answer = await gateway.client.post(PATH, json=body, headers=as_operator)
        assert (answer.status_code, answer.json()["reason"]) == (413, "context_too_large")
        assert written

    async def test_without_a_token(self, gateway, written):
        """401."""
        assert (await gateway.client.post(PATH, json={"tenantSlug": "acme"})).status_code == 401
        assert written
