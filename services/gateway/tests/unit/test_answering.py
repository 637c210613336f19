"""A call from end to end: what goes over the bus, what comes back."""

import pytest
from contracts.faults import Conflict, NotFound
from contracts.platform.v1 import FieldError, Membership


@pytest.fixture
async def as_operator(gateway, operator):
    """Olga is platform admin; her headers."""
    await gateway.register.put(operator, "olga", platform_admin=True)
    return operator.bearer("olga")


@pytest.fixture
async def as_member(gateway, portal):
    """Max is member of acme; his headers."""
    memberships = [Membership(tenant_slug="acme", role="member")]
    await gateway.register.put(portal, "max", memberships=memberships)
    return portal.bearer("max")


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


class TestOrder:
    async def test_token_comes_before_the_payload(self, gateway):
        """Strangers learn nothing about what would be valid."""
        response = await gateway.client.post("/tenants", content=b"{")
        assert (response.status_code, response.json()["reason"]) == (401, "token_missing")

    async def test_access_comes_before_the_payload(self, gateway, as_member):
        """Nor do those who may not."""
        response = await gateway.client.post("/tenants", headers=as_member, content=b"{")
        assert (response.status_code, response.json()["reason"]) == (403, "operator_token_required")

    async def test_size_comes_before_the_token(self, gateway):
        """What is too large is refused before anybody is asked."""
        response = await gateway.client.post("/tenants", content=b"x" * (1024 * 1024 + 1))
        assert (response.status_code, response.json()["reason"]) == (413, "body_too_large")

    async def test_denial_is_stored(self, gateway, as_member):
        """The member's attempt is an entry, in the trace of the request."""
        trace = "0af7651916cd43dd8448eb211c80319c"
        headers = as_member | {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
        await gateway.client.post("/tenants/acme/suspend", headers=headers, json={"reason": "x"})
        entry = gateway.entries[0]
        assert (
            entry["actorEmail"],
            entry["resourceId"],
            entry["tenantSlug"],
            entry["traceId"],
        ) == (
            "max@dezky.localhost",
            "POST /tenants/{slug}/suspend",
            "acme",
            trace,
        )

    async def test_strange_slug_is_nobodys_timeline(self, gateway, as_member):
        """What can't be a slug names no tenant, and no subject."""
        path = "/tenants/a.b.%3E/suspend"
        response = await gateway.client.post(path, headers=as_member, json={"reason": "x"})
        assert (response.status_code, gateway.entries[0]["tenantSlug"]) == (403, "")


class TestRefusals:
    async def test_fault_of_the_service_is_told_as_it_is(self, gateway, as_operator):
        """Status, reason and fields come through; the id is the request's."""
        error = FieldError(field="slug", message="is taken")
        gateway.services.refusals["create_tenant"] = Conflict(
            "acme is taken.", reason="slug_taken", errors=[error]
        )
        body = {"slug": "acme", "name": "Acme"}
        response = await gateway.client.post("/tenants", headers=as_operator, json=body)
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json() == {
            "type": "about:blank",
            "title": "Conflict",
            "status": 409,
            "detail": "acme is taken.",
            "reason": "slug_taken",
            "requestId": response.headers["x-request-id"],
            "errors": [{"field": "slug", "message": "is taken"}],
        }

    async def test_unexpected_failure_tells_nothing(self, gateway, as_operator):
        """An exception's text is for the log."""
        gateway.services.refusals["get_tenant"] = RuntimeError("secret")
        response = await gateway.client.get("/tenants/acme", headers=as_operator)
        assert (response.status_code, response.json()["reason"]) == (500, "internal_error")
        assert "secret" not in response.text

    async def test_strangers_tenant_reads_like_none(self, gateway, as_operator, as_member):
        """Somebody else's tenant and no tenant differ in nothing but the slug."""
        gateway.services.refusals["get_tenant"] = NotFound(
            "There is no tenant none.", reason="tenant_not_found"
        )
        none = (await gateway.client.get("/tenants/none", headers=as_operator)).json()
        foreign = (await gateway.client.get("/tenants/globex", headers=as_member)).json()
        del none["requestId"], foreign["requestId"]
        assert foreign == none | {"detail": "There is no tenant globex."}

    async def test_nobody_listening_is_503_at_once(self, gateway, as_operator):
        """No service, no waiting."""
        await gateway.services.stop()
        response = await gateway.client.get("/tenants/acme", headers=as_operator)
        assert (response.status_code, response.json()["reason"]) == (503, "nobody_answered")
        assert response.headers["retry-after"] == "1"

    async def test_late_answer_is_504(self, started, operator):
        """Nobody waits longer than the request's budget."""
        async with started(request_seconds=0.05) as gateway:
            await gateway.register.put(operator, "olga", platform_admin=True)
            gateway.services.delay_seconds = 60
            headers = operator.bearer("olga")
            response = await gateway.client.get("/tenants/acme", headers=headers)
            assert (response.status_code, response.json()["reason"]) == (504, "too_late")

    async def test_deactivated_person_is_refused_everywhere(self, gateway, operator):
        """Even where every token is enough."""
        await gateway.register.put(operator, "olga", platform_admin=True, active=False)
        response = await gateway.client.get("/me", headers=operator.bearer("olga"))
        assert (response.status_code, response.json()["reason"]) == (403, "user_deactivated")

    async def test_rate_is_limited(self, started, operator):
        """429 says when to come back, and every answer what is left."""
        async with started(rate_per_second=1, rate_burst=2) as gateway:
            await gateway.register.put(operator, "olga", platform_admin=True)
            headers = operator.bearer("olga")
            answers = [await gateway.client.get("/tenants", headers=headers) for _ in range(3)]
            assert [answer.status_code for answer in answers] == [200, 200, 429]
            assert answers[0].headers["ratelimit"] == '"address";r=1;t=1, "actor";r=1;t=1'
            assert answers[2].headers["retry-after"] == "1"
            assert answers[2].json()["reason"] == "rate_exceeded"

    async def test_foreign_keys_are_unavailable_not_invalid(self, gateway, network, operator):
        """Nothing can be said about a token while its issuer can't be asked."""
        network.is_down = True
        response = await gateway.client.get("/me", headers=operator.bearer("olga"))
        assert (response.status_code, response.json()["reason"]) == (503, "keys_unavailable")


class TestRoutes:
    async def test_unknown_route(self, gateway):
        """404, whoever asks."""
        response = await gateway.client.get("/tenants/acme/secrets")
        assert (response.status_code, response.json()["reason"]) == (404, "route_not_found")

    @pytest.mark.parametrize("path", ["/tenants/", "/rpc/tenant/record_sign_in", "//tenants"])
    async def test_no_second_door(self, gateway, path):
        """No redirects, no other spellings, no way to internal rpcs."""
        assert (await gateway.client.get(path)).status_code == 404

    @pytest.mark.parametrize(
        ("method", "path", "allowed"),
        [
            ("PUT", "/tenants/acme", "DELETE, GET, PATCH"),
            ("DELETE", "/tenants", "GET, POST"),
            ("TRACE", "/me", "GET"),
            ("OPTIONS", "/tenants", "GET, POST"),
        ],
    )
    async def test_other_method(self, gateway, method, path, allowed):
        """405 names all methods of the path, not the first route's."""
        response = await gateway.client.request(method, path)
        assert (response.status_code, response.headers["allow"]) == (405, allowed)
        assert response.json()["reason"] == "method_not_allowed"

    async def test_every_answer_is_kept_from_browsers_guesses(self, gateway):
        """Refusals too."""
        headers = (await gateway.client.get("/nothing")).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"].startswith("default-src 'none'")
