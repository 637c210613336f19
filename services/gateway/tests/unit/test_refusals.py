"""How refusals reach the caller."""

from contracts.faults import Conflict, NotFound
from contracts.platform.v1 import FieldError


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
