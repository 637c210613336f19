"""The description of the door, and the page that shows it."""

import pytest
from contracts.catalogue import CATALOGUE
from gateway.exports import exports


@pytest.fixture
async def said(gateway):
    """What /openapi.json says."""
    return (await gateway.client.get("/openapi.json")).json()


def operations(said):
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in said["paths"].items()
        for method, operation in methods.items()
    ]


class TestOpenApi:
    async def test_it_is_complete(self, said):
        """Every rpc with a route, the hand-written ones, and /health."""
        expected = {f"{rpc.http.method} {rpc.http.path}" for rpc in CATALOGUE if rpc.http}
        expected |= {endpoint.label for endpoint in exports()}
        assert dict(operations(said)).keys() == expected | {"GET /health"}
        assert said["openapi"].startswith("3.1")

    async def test_every_reference_leads_somewhere(self, said):
        """No schema is named that isn't there."""

        def references(value):
            if isinstance(value, dict):
                yield from [value["$ref"]] if "$ref" in value else []
                value = list(value.values())
            if isinstance(value, list):
                for one in value:
                    yield from references(one)

        known = {f"#/components/schemas/{name}" for name in said["components"]["schemas"]}
        assert set(references(said)) <= known

    async def test_refusals_are_problems(self, said):
        """Each of them, on every route."""
        kinds = {
            kind
            for _, operation in operations(said)
            for status, answer in operation["responses"].items()
            if status >= "400"
            for kind in answer["content"]
        }
        assert kinds == {"application/problem+json"}

    async def test_every_route_but_health_wants_a_token(self, said):
        """And says so."""
        open_doors = [
            label for label, one in operations(said) if one["security"] != [{"bearer": []}]
        ]
        # To view entries takes a viewer token, which the audit service knows.
        assert sorted(open_doors) == ["GET /health", "GET /health/status", "POST /audit/view"]

    async def test_path_and_headers_are_not_in_the_body(self, said):
        """PATCH: the slug is in the path, the version in If-Match."""
        patch = said["paths"]["/tenants/{slug}"]["patch"]
        places = {(one["name"], one["in"], one["required"]) for one in patch["parameters"]}
        assert places == {
            ("slug", "path", True),
            ("If-Match", "header", True),
            ("Idempotency-Key", "header", False),
        }
        body = said["components"]["schemas"]["UpdateTenantRequest"]
        assert body["properties"].keys() >= {"name", "plan", "domains", "partnerSlug"}
        assert body["properties"].keys().isdisjoint({"slug", "version"})
        assert "required" not in body

    async def test_filters_are_query_parameters(self, said):
        """With their rules, in camelCase."""
        parameters = {one["name"]: one for one in said["paths"]["/audit"]["get"]["parameters"]}
        assert parameters["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 500}
        assert parameters["tenantSlug"]["in"] == "query"

    async def test_creation_is_201_with_its_place(self, said):
        """Status and headers as they are sent."""
        answers = said["paths"]["/tenants"]["post"]["responses"]
        assert set(answers["201"]["headers"]) == {"ETag", "Location"}


class TestDocs:
    async def test_page_shows_every_route(self, gateway, said):
        """Readable in a browser, linked from the top."""
        page = (await gateway.client.get("/docs")).text
        missing = [label for label, _ in operations(said) if f"<code>{label}</code>" not in page]
        assert missing == []

    async def test_page_needs_nobody_else(self, gateway):
        """No scripts, no CDN: it works on a plane, under the strictest policy."""
        response = await gateway.client.get("/docs")
        assert response.headers["content-type"].startswith("text/html")
        assert response.headers["content-security-policy"].startswith(
            "default-src 'none'; style-src"
        )
        assert "<script" not in response.text
        assert "//" not in response.text.replace("https://www.rfc-editor.org", "")
