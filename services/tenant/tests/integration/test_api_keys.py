"""API keys, from the secret to the revocation."""

import hashlib
from datetime import timedelta

import pytest
from bus import acting_as, answering
from chassis import now
from contracts.catalogue import CATALOGUE
from contracts.faults import Conflict, Forbidden, Malformed, NotFound
from contracts.tenant.v1 import (
    CREATE_API_KEY,
    ApiKeyRecord,
    CreateApiKeyRequest,
    DeleteTenantRequest,
    ListApiKeysRequest,
    RevokeApiKeyRequest,
)


@pytest.fixture(autouse=True)
async def tenants(platform):
    for slug in ("acme", "globex"):
        await platform.create(slug)
    await platform.told("AUDIT")


async def create(platform, **fields):
    request = {"name": "CI", "scopes": ["flags:evaluate"], **fields}
    return await platform.api_keys.create_api_key(CreateApiKeyRequest(**request))


async def revoke(platform, key_id):
    return (await platform.api_keys.revoke_api_key(RevokeApiKeyRequest(id=key_id))).api_key


async def names(platform, **asked):
    reply = await platform.api_keys.list_api_keys(ListApiKeysRequest(**asked))
    return [one.name for one in reply.items]


async def record(platform, secret):
    """Return what the directory holds of a secret, found as the gateway finds it."""
    held = await platform.directory(f"apikey.{hashlib.sha256(secret.encode()).hexdigest()}")
    return ApiKeyRecord.read(held) if held else None


def fields_of(refused):
    return [error.field for error in refused.value.errors]


class TestCreateApiKey:
    async def test_hashed(self, platform):
        """The secret is told once, and its hash is all that is stored."""
        made = await create(platform)
        stored = await platform.database["api_keys"].find_one({})
        assert made.secret.startswith("dezky_")
        assert len(made.secret) >= len("dezky_") + 43
        assert made.secret not in str(stored)
        assert made.secret.startswith(made.api_key.prefix)
        assert len(made.api_key.prefix) < 16

    async def test_not_even_for_repetitions(self, platform, operator):
        """A repeated answer names the same key without its secret."""
        answers = []
        with acting_as(operator):
            for _ in range(2):
                with answering("request", idempotency_key="once"):
                    answers.append(await create(platform))
        assert answers[0].api_key == answers[1].api_key
        assert (bool(answers[0].secret), answers[1].secret) == (True, "")

    async def test_directory(self, platform):
        """The gateway finds it by the hash, and by nothing else."""
        ends = now() + timedelta(days=1)
        made = await create(platform, tenant_slug="acme", expires_at=ends)
        found = await record(platform, made.secret)
        assert (found.tenant_slug, found.scopes, found.active) == ("acme", ["flags:evaluate"], True)
        assert found.expires_at == ends
        assert await record(platform, made.api_key.prefix) is None

    async def test_entry(self, platform, operator):
        """One entry tells what it opens, on the tenant's timeline, and not the secret."""
        with acting_as(operator):
            made = await create(platform, tenant_slug="acme", scopes=["audit:write"])
        (entry,) = await platform.entries()
        assert (entry.action, entry.tenant_slug, entry.resource_id) == (
            "api_key.created",
            "acme",
            made.api_key.id,
        )
        assert entry.metadata == {"prefix": made.api_key.prefix, "scopes": ["audit:write"]}
        assert made.api_key.created_by == operator.id
        assert made.secret not in entry.dump_json().decode()

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": "   "}, "name"),
            ({"name": "x" * 101}, "name"),
            ({"scopes": []}, "scopes"),
            ({"scopes": ["tenants:write"]}, "scopes.0"),
            ({"scopes": ["audit:write", "audit:write"]}, "scopes"),
            ({"scopes": ["metrics:read"], "tenantSlug": "acme"}, "scopes"),
            ({"scopes": ["tenants:read", "audit:write"], "tenantSlug": "acme"}, "scopes"),
            ({"expiresAt": "2020-01-01T00:00:00Z"}, "expiresAt"),
            ({"expiresAt": "tomorrow"}, "expiresAt"),
            ({"secret": "dezky_mine"}, "secret"),
        ],
    )
    async def test_malformed(self, platform, sent, field):
        """The refusal names the field, and nothing is stored."""
        with pytest.raises(Malformed) as refused:
            await platform.send(CREATE_API_KEY, {"name": "CI", "scopes": ["audit:write"], **sent})
        assert fields_of(refused) == [field]
        assert await platform.database["api_keys"].count_documents({}) == 0

    async def test_tenant_unknown(self, platform):
        """A key of nobody would open nothing."""
        with pytest.raises(NotFound, match="no tenant nobody"):
            await create(platform, tenant_slug="nobody")

    async def test_tenant_deleted(self, platform):
        """A deleted tenant takes no new keys."""
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        with pytest.raises(Conflict):
            await create(platform, tenant_slug="acme")

    def test_scopes_are_those_of_the_contracts(self):
        """What a route asks for can be given, and nothing else."""
        asked = {
            access.removeprefix("api_key:")
            for rpc in CATALOGUE
            for access in rpc.access
            if access.startswith("api_key:")
        }
        schema = CreateApiKeyRequest.model_json_schema()["properties"]["scopes"]["items"]["enum"]
        # The gateway's own page of metrics takes keys as well.
        assert set(schema) == asked | {"metrics:read"}


class TestByTenantAdmins:
    async def test_own(self, platform, member_of):
        """An admin makes, sees and revokes keys of their own tenants."""
        with acting_as(member_of("acme", role="admin")):
            made = await create(platform, tenant_slug="acme")
            assert await names(platform) == ["CI"]
            assert (await revoke(platform, made.api_key.id)).revoked_at is not None

    async def test_others(self, platform, member_of):
        """Others' tenants and keys don't exist for them."""
        theirs = await create(platform, name="theirs", tenant_slug="globex")
        platforms = await create(platform, name="platform's")
        with acting_as(member_of("acme", role="owner")):
            with pytest.raises(NotFound, match="no tenant globex"):
                await create(platform, tenant_slug="globex")
            for made in (theirs, platforms):
                with pytest.raises(NotFound):
                    await revoke(platform, made.api_key.id)
            assert await names(platform) == []
            assert await names(platform, tenant="globex") == []

    async def test_the_platform_s(self, platform, member_of):
        """Without a tenant it would open everybody's: that is for operators."""
        with acting_as(member_of("acme", role="owner")), pytest.raises(Forbidden) as refused:
            await create(platform)
        assert fields_of(refused) == ["tenantSlug"]

    async def test_members(self, platform, member_of):
        """A member has no business with keys."""
        with acting_as(member_of("acme")), pytest.raises(Forbidden):
            await create(platform, tenant_slug="acme")


class TestListApiKeys:
    async def test_newest_first(self, platform):
        """Page by page, whosever they are."""
        for number in range(3):
            await create(platform, name=str(number), tenant_slug="acme" if number else None)
        reply = await platform.api_keys.list_api_keys(ListApiKeysRequest(limit=2))
        assert [one.name for one in reply.items] == ["2", "1"]
        assert await names(platform, cursor=reply.next_cursor) == ["0"]
        assert await names(platform, tenant="acme") == ["2", "1"]


class TestRevokeApiKey:
    async def test_directory(self, platform):
        """The directory says at once that it opens nothing any more."""
        made = await create(platform)
        await revoke(platform, made.api_key.id)
        assert (await record(platform, made.secret)).active is False
        assert await names(platform) == []

    async def test_twice(self, platform):
        """The first time counts, and leaves the one entry."""
        made = await create(platform)
        first = await revoke(platform, made.api_key.id)
        await platform.told("AUDIT")
        assert (await revoke(platform, made.api_key.id)).revoked_at == first.revoked_at
        assert await platform.entries() == []

    async def test_unknown(self, platform):
        """Nobody's key is not found."""
        with pytest.raises(NotFound, match="no API key"):
            await revoke(platform, "0199f3a0-0000-7000-8000-0000000000ff")
