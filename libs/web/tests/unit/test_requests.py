"""What the gateway reads is what we write: every route of the catalogue, there and back."""

import re

import pytest
from contracts.catalogue import CATALOGUE
from contracts.flag.v1 import (
    LIST_FLAGS,
    PREVIEW_FLAG,
    UPDATE_FLAG,
    ListFlagsRequest,
    PreviewFlagRequest,
    UpdateFlagRequest,
)
from contracts.tenant.v1 import (
    ATTACH_TENANT,
    LIST_TENANTS,
    UPDATE_TENANT,
    AttachTenantRequest,
    ListTenantsRequest,
    UpdateTenantRequest,
)
from web.gateway.requests import http_request


class TestHttpRequest:
    def test_query(self):
        """Fields of a GET travel in the query; what is left out stays out."""
        request = http_request(LIST_TENANTS, ListTenantsRequest(q="a b&c", limit=50))
        assert (request.method, request.path) == ("GET", "/tenants?q=a+b%26c&limit=50")
        assert request.body is None

    def test_truth(self):
        """Booleans are true and false, as in JSON."""
        request = http_request(LIST_FLAGS, ListFlagsRequest(stale=True))
        assert request.path == "/flags?stale=true"

    def test_version(self):
        """The version is an entity tag; null clears, absent stays."""
        message = UpdateTenantRequest(slug="acme", version=3, partner_slug=None)
        request = http_request(UPDATE_TENANT, message)
        assert (request.method, request.path) == ("PATCH", "/tenants/acme")
        assert request.headers["If-Match"] == '"3"'
        assert request.body == b'{"partnerSlug": null}'

    def test_path(self):
        """A slash in a name is no step deeper."""
        message = AttachTenantRequest(partner_slug="nord/wind", tenant_slug="a")
        assert http_request(ATTACH_TENANT, message).path == "/partners/nord%2Fwind/tenants/a"

    def test_body_field(self):
        """Where one field is the body, the others travel in the query."""
        message = PreviewFlagRequest.parse({"key": "beta", "draft": {"pct": 5}, "limit": 10})
        request = http_request(PREVIEW_FLAG, message)
        assert request.path == "/flags/beta/preview?limit=10"
        assert request.body == b'{"pct": 5.0}'

    def test_curl(self):
        """The command names the token's place, never a token; quotes in it are safe."""
        message = UpdateFlagRequest(key="beta", version=1, note="it's")
        command = http_request(UPDATE_FLAG, message).as_curl("http://gateway")
        assert "Bearer $TOKEN" in command
        assert "'\\''" in command
        assert "'http://gateway/flags/beta'" in command

    @pytest.mark.parametrize(
        "rpc", [rpc for rpc in CATALOGUE if rpc.http], ids=lambda rpc: rpc.name
    )
    def test_every_route(self, rpc):
        """Each place of each path is a field of its request."""
        places = set(re.findall(r"\{(\w+)\}", rpc.http.path))
        assert places <= set(rpc.request.model_fields)
