"""Schemas of actions: published, checked, retired."""

import json

import pytest
from bus import Client
from contracts.audit.v1 import (
    ActionSchemaServiceClient,
    GetActionSchemaRequest,
    ListActionSchemasRequest,
    PublishActionSchemaRequest,
    RetireActionSchemaRequest,
)
from contracts.faults import Fault

PAID = "audit.billing.acme.invoice.paid"
AMOUNT = {"$schema": "https://json-schema.org/draft/2020-12/schema", "required": ["amount"]}


@pytest.fixture
def schemas(timeline):
    return ActionSchemaServiceClient(Client(timeline.connection))


@pytest.fixture
def publish(schemas):
    async def publish(schema=AMOUNT, **more):
        asked = {"action": "invoice.paid", "metadata_schema": schema, "strict_sources": []} | more
        reply = await schemas.publish_action_schema(PublishActionSchemaRequest(**asked))
        return reply.action_schema

    return publish


async def told(timeline, metadata, **more):
    """Record an entry; return (version, fault), or why it was refused."""
    body = {"metadata": metadata} | more
    (reason,) = await timeline.record(timeline.delivery(PAID, body))
    if reason:
        return reason
    entry = max(await timeline.entries(), key=lambda one: one.sequence)
    return entry.schema_version, entry.schema_fault


class TestCheck:
    async def test_no_schema(self, timeline):
        """A schema is optional."""
        assert await told(timeline, {}) == (0, "")

    async def test_flagged(self, timeline, publish):
        """What breaks it is stored and says so; what keeps it says which version it keeps."""
        await publish()
        assert await told(timeline, {"amount": 1}) == (1, "")
        version, fault = await told(timeline, {})
        assert version == 1
        assert '"amount" is a required property' in fault

    @pytest.mark.parametrize("strict", ["billing", "*"])
    async def test_refused(self, timeline, publish, strict):
        """Of a strict source it is a dead letter with the reason."""
        await publish(strict_sources=[strict])
        assert '"amount" is a required property' in await told(timeline, {})
        assert await told(timeline, {"amount": 1}) == (1, "")

    async def test_anothers_strictness(self, timeline, publish):
        """Other sources are flagged."""
        await publish(strict_sources=["shop"])
        version, fault = await told(timeline, {})
        assert (version, bool(fault)) == (1, True)

    async def test_versions(self, timeline, publish):
        """The latest counts, unless an entry names the version that it keeps."""
        await publish()
        await publish({"required": ["sum"]})
        assert (await told(timeline, {"sum": 1})) == (2, "")
        assert (await told(timeline, {"amount": 1}, schemaVersion=1)) == (1, "")
        assert (await told(timeline, {"amount": 1}))[1] != ""
        assert "no version 7" in (await told(timeline, {}, schemaVersion=7))[1]

    async def test_retired(self, timeline, publish, schemas):
        """Then nothing is checked, until a new version is published."""
        await publish(strict_sources=["*"])
        await schemas.retire_action_schema(RetireActionSchemaRequest(action="invoice.paid"))
        assert await told(timeline, {}) == (0, "")
        await publish()
        assert (await told(timeline, {}))[0] == 2

    async def test_delivered_again(self, timeline, publish):
        """An event that comes again under a newer schema is still the same event."""
        delivery = timeline.delivery(PAID, {"id": "0199f3a0-0000-7000-8000-00000000000a"})
        await timeline.record(delivery)
        await publish()
        assert await timeline.record(delivery) == [""]
        assert len(await timeline.entries()) == 1


class TestPublish:
    async def test_read_back(self, publish, schemas):
        """Every version stays as it was published."""
        await publish(strict_sources=["shop"])
        await publish({"required": ["sum"]})
        found = await schemas.get_action_schema(GetActionSchemaRequest(action="invoice.paid"))
        assert [(one.number, one.metadata_schema) for one in found.items] == [
            (1, AMOUNT),
            (2, {"required": ["sum"]}),
        ]
        latest = (await schemas.list_action_schemas(ListActionSchemasRequest())).items
        assert [(one.action, one.number) for one in latest] == [("invoice.paid", 2)]

    async def test_entries(self, timeline, publish, schemas):
        """One entry for each publication and each retirement that changed something."""
        await publish()
        for _ in range(2):
            await schemas.retire_action_schema(RetireActionSchemaRequest(action="invoice.paid"))
        said = [json.loads(one.payload) for one in await timeline.published()]
        assert [(one["action"], one["resourceId"]) for one in said] == [
            ("action_schema.published", "invoice.paid@1"),
            ("action_schema.retired", "invoice.paid@1"),
        ]

    async def test_none(self, schemas):
        """An action without a schema has none to read or retire."""
        for send, request in (
            (schemas.get_action_schema, GetActionSchemaRequest),
            (schemas.retire_action_schema, RetireActionSchemaRequest),
        ):
            with pytest.raises(Fault) as refused:
                await send(request(action="invoice.paid"))
            assert refused.value.reason == "action_schema_not_found"

    async def test_malformed(self, publish):
        """The field is named."""
        with pytest.raises(Fault) as refused:
            await publish({"type": "cart"})
        assert refused.value.reason == "action_schema_malformed"
