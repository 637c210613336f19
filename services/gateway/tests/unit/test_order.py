"""What comes before what, and what has no route."""

import pytest


class TestOrder:
    async def test_token_comes_before_the_payload(self, gateway):
        """Strangers learn nothing about what would be valid."""
        response = await gateway.client.post("/tenants", content=b"{")
        assert (response.status_code, response.json()["reason"]) == (401, "token_missing")

    async def test_access_comes_before_the_payload(self, gateway, as_member):
        """Nor do those who may not."""
        response = await gateway.client.post("/partners", headers=as_member, content=b"{")
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
            ("PUT", "/tenants/acme", "DELETE, GET, HEAD, PATCH"),
            ("DELETE", "/tenants", "GET, HEAD, POST"),
            ("TRACE", "/me", "GET, HEAD"),
            ("OPTIONS", "/tenants", "GET, HEAD, POST"),
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

    async def test_head_is_get(self, gateway, as_operator):
        """Asked for the headers alone (RFC 9110 §9.3.2)."""
        response = await gateway.client.head("/tenants/acme", headers=as_operator)
        assert (response.status_code, response.headers["etag"]) == (200, '"3"')
