"""API keys evaluate flags for their own tenant, and only with the scope for it."""

import pytest
from chassis import uuid7
from chassis.directory import api_key_key
from contracts.tenant.v1 import ApiKeyRecord
from devstack.waiting import eventually

SECRET = "dezky_" + "f" * 43
BEARER = {"Authorization": f"Bearer {SECRET}"}
EVALUATE = "/flags/evaluate"
BULK = "/ofrep/v1/evaluate/flags"


@pytest.fixture
def asked(gateway, flags):
    """Give a function that asks with a key of acme, once the directory knows it."""

    async def ask(*scopes, path=EVALUATE, tenant="acme"):
        assert flags
        record = ApiKeyRecord(
            id=uuid7(), name="CI", active=True, version=1, tenant_slug="acme", scopes=list(scopes)
        )
        await gateway.other.key_value("directory").put(api_key_key(SECRET), record.dump_json())
        body = {"tenantSlug": tenant} if path == EVALUATE else {"context": {"targetingKey": tenant}}

        async def sent():
            return await gateway.client.post(path, json=body, headers=BEARER)

        answer = await eventually(sent, until=lambda seen: seen.status_code != 401)
        return answer.status_code, answer.json().get("reason", "")

    return ask


class TestKeys:
    @pytest.mark.parametrize("path", [EVALUATE, BULK])
    async def test_their_own_tenant(self, asked, path):
        """The scope opens both ways to ask."""
        assert await asked("flags:evaluate", path=path) == (200, "")

    @pytest.mark.parametrize(
        ("path", "expected"),
        [(EVALUATE, (404, "tenant_not_found")), (BULK, (403, "not_a_member"))],
    )
    async def test_another_tenant(self, asked, path, expected):
        """Nobody else's."""
        assert await asked("flags:evaluate", path=path, tenant="globex") == expected

    @pytest.mark.parametrize("path", [EVALUATE, BULK])
    async def test_without_the_scope(self, asked, path):
        """A key for something else is refused."""
        assert await asked("tenants:read", path=path) == (403, "scope_missing")
