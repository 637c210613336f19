"""A call from end to end: what goes over the bus, what comes back."""

import pytest


class TestCall:
    async def test_actor_travels_with_the_call(self, gateway, as_operator, operator):
        """Services know who asks, from where, and by what right."""
        await gateway.client.get("/tenants/acme", headers=as_operator)
        actor = gateway.services.named("get_tenant")[0].actor
        assert (actor.type, actor.email, actor.name, actor.ip, actor.audience) == (
            "user",
            "olga@dezky.localhost",
            "Olga",
            "203.0.113.9",
            "dezky-operator",
        )
        assert (actor.issuer, actor.subject, actor.platform_admin) == (operator.name, "olga", True)

    async def test_memberships_travel_too(self, gateway, as_member):
        """Services scope their replies by them."""
        await gateway.client.get("/tenants", headers=as_member)
        actor = gateway.services.named("list_tenants")[0].actor
        assert [membership.tenant_slug for membership in actor.memberships] == ["acme"]

    async def test_deadline_is_the_budget_of_the_request(self, gateway, as_operator):
        """Every hop knows until when the answer is wanted."""
        await gateway.client.get("/tenants/acme", headers=as_operator)
        assert 9 < gateway.services.named("get_tenant")[0].seconds_left <= 10

    async def test_request_id_travels_and_comes_back(self, gateway, as_operator):
        """One id leads from the answer to every log line."""
        headers = as_operator | {"X-Request-Id": "mine-1"}
        response = await gateway.client.get("/tenants/acme", headers=headers)
        assert response.headers["x-request-id"] == "mine-1"
        assert gateway.services.named("get_tenant")[0].request_id == "mine-1"

    async def test_trace_is_the_callers(self, gateway, as_operator):
        """A traceparent is carried on."""
        trace = "0af7651916cd43dd8448eb211c80319c"
        headers = as_operator | {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
        await gateway.client.get("/tenants/acme", headers=headers)
        assert gateway.services.named("get_tenant")[0].trace_id == trace

    @pytest.mark.parametrize("given", ["", "garbage", f"00-{'0' * 32}-b7ad6b7169203331-01"])
    async def test_without_one_there_is_a_trace(self, gateway, as_operator, given):
        """Every entry has a trace id, SDK or not."""
        await gateway.client.get("/tenants/acme", headers=as_operator | {"traceparent": given})
        found = gateway.services.named("get_tenant")[0].trace_id
        assert len(found) == 32
        assert int(found, 16) != 0

    async def test_idempotency_key_travels_with_changes(self, gateway, as_operator):
        """The service keeps its answer by it."""
        headers = as_operator | {"Idempotency-Key": "k-1"}
        await gateway.client.post("/tenants/acme/resume", headers=headers)
        assert gateway.services.named("resume_tenant")[0].idempotency_key == "k-1"

    async def test_sign_in_is_not_recorded_under_the_callers_key(self, gateway, operator):
        """Two people may use the same key: it counts for the command alone."""
        headers = operator.bearer("new") | {"Idempotency-Key": "k-1"}
        await gateway.client.get("/me", headers=headers)
        await gateway.client.post("/tenants/acme/resume", headers=headers)
        assert gateway.services.named("record_sign_in")[0].idempotency_key == ""

    @pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256])
    async def test_malformed_key_is_refused(self, gateway, as_operator, key):
        """1 to 255 visible ASCII characters."""
        headers = as_operator | {"Idempotency-Key": key}
        response = await gateway.client.post("/tenants/acme/resume", headers=headers)
        assert response.json()["reason"] == "idempotency_key_malformed"

    async def test_patch_keeps_absent_and_null_apart(self, gateway, as_operator):
        """Over the bus as over HTTP."""
        headers = as_operator | {"If-Match": '"3"'}
        body = {"partnerSlug": None}
        response = await gateway.client.patch("/tenants/acme", headers=headers, json=body)
        request = gateway.services.named("update_tenant")[0].request
        assert response.status_code == 200
        assert request.model_fields_set == {"slug", "version", "partner_slug"}

    async def test_created_tenant_has_its_place(self, gateway, as_operator):
        """201, Location and ETag."""
        body = {"slug": "acme", "name": "Acme"}
        response = await gateway.client.post("/tenants", headers=as_operator, json=body)
        assert (response.status_code, response.headers["location"], response.headers["etag"]) == (
            201,
            "/tenants/acme",
            '"3"',
        )
