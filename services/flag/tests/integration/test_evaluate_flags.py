"""What flags decide over the bus, and how that is explained."""

import pytest
from contracts.flag.v1 import EVALUATE_FLAGS, EXPLAIN_FLAG
from contracts.tenant.v1 import Tenant

NORWAY = {"attribute": "country", "operator": "in", "values": ["NO"]}
ENGINES = [{"name": "old", "payload": {"engine": 1}}, {"name": "new", "payload": {"engine": 2}}]


@pytest.fixture
async def evaluated(platform):
    await platform.tenant("acme", plan="business")
    await platform.tenant("olivar", plan="starter")
    await platform.make("everywhere", state="on")
    await platform.make("nowhere")
    await platform.make("business_only", state="targeted", scope={"plans": ["business"]})
    await platform.make("norway", state="targeted", rules=[NORWAY])
    await platform.make(
        "engine", kind="variants", variants=ENGINES, state="targeted", scope={"plans": ["business"]}
    )
    return platform


class TestEvaluateFlags:
    async def test_every_flag(self, evaluated):
        """By key: true or false, or the variant's payload."""
        answer = await evaluated.ask(EVALUATE_FLAGS, tenantSlug="acme")
        assert answer["values"] == {
            "everywhere": True,
            "nowhere": False,
            "business_only": True,
            "norway": False,
            "engine": {"engine": 2},
        }

    async def test_context(self, evaluated):
        """What rules ask about."""
        context = {"country": "NO", "plan": "business"}
        answer = await evaluated.ask(EVALUATE_FLAGS, tenantSlug="olivar", context=context)
        assert (answer["values"]["norway"], answer["values"]["business_only"]) == (True, False)

    async def test_an_unknown_tenant(self, evaluated, refused):
        """404."""
        fault = await refused(evaluated.ask(EVALUATE_FLAGS, tenantSlug="nobody"))
        assert (fault.status, fault.reason) == (404, "tenant_not_found")

    async def test_a_member_asks_for_their_own(self, evaluated, member_of, refused):
        """Others' tenants are as unknown as none."""
        member = member_of("acme")
        answer = await evaluated.ask(EVALUATE_FLAGS, actor=member, tenantSlug="acme")
        assert answer["values"]["everywhere"] is True
        for slug in ("olivar", "nobody"):
            fault = await refused(evaluated.ask(EVALUATE_FLAGS, actor=member, tenantSlug=slug))
            assert (fault.status, fault.reason) == (404, "tenant_not_found")

    async def test_operators_ask_for_all(self, evaluated, operator):
        """They are members of none."""
        for slug in ("acme", "olivar"):
            await evaluated.ask(EVALUATE_FLAGS, actor=operator, tenantSlug=slug)

    async def test_a_context_without_end(self, evaluated, refused):
        """413 over 32 kB, and not below."""
        fits = {"text": "x" * (32 * 1024 - 11)}
        await evaluated.ask(EVALUATE_FLAGS, tenantSlug="acme", context=fits)
        too_much = {"text": "x" * (32 * 1024 - 10)}
        fault = await refused(evaluated.ask(EVALUATE_FLAGS, tenantSlug="acme", context=too_much))
        assert (fault.status, fault.reason) == (413, "context_too_large")

    async def test_a_tenant_of_this_moment(self, evaluated):
        """One that the directory doesn't know yet, its own service does."""
        moment = evaluated.clock()
        evaluated.newcomers["fresh"] = Tenant(
            id="0199f3a0-0000-7000-8000-000000000099",
            slug="fresh",
            name="Fresh",
            plan="business",
            status="active",
            created_at=moment,
            updated_at=moment,
            version=1,
        )
        answer = await evaluated.ask(EVALUATE_FLAGS, tenantSlug="fresh")
        assert answer["values"]["business_only"] is True
        assert evaluated.watched.enabled("business_only", "fresh") is True


class TestExplainFlag:
    async def test_the_trace(self, evaluated, operator):
        """Every question, and the one that decided."""
        answer = await evaluated.ask(
            EXPLAIN_FLAG,
            actor=operator,
            key="norway",
            tenantSlug="acme",
            context='{"country":"SE"}',
        )
        told = {name: answer[name] for name in ("value", "variant", "reason", "rule", "revision")}
        assert told == {
            "value": False, "variant": "off", "reason": "DEFAULT", "rule": "rules.0", "revision": 1,
        }  # fmt: skip
        assert answer["trace"] == [
            {"rule": "state", "detail": "the flag is targeted", "matched": True},
            {"rule": "rules.0", "detail": "country 'SE' in [NO]", "matched": False},
        ]
        assert answer["environment"] == "development"

    async def test_it_decides_as_evaluation_does(self, evaluated):
        """One evaluator."""
        values = (await evaluated.ask(EVALUATE_FLAGS, tenantSlug="acme"))["values"]
        for key, value in values.items():
            answer = await evaluated.ask(EXPLAIN_FLAG, key=key, tenantSlug="acme")
            assert answer["value"] == value

    @pytest.mark.parametrize("context", ["[]", "1", '{"a":1', '{"a":1,"a":2}'])
    async def test_a_context_that_is_none(self, evaluated, refused, context):
        """422, naming it."""
        call = evaluated.ask(EXPLAIN_FLAG, key="norway", tenantSlug="acme", context=context)
        fault = await refused(call)
        assert (fault.status, fault.errors[0].field) == (422, "context")

    async def test_an_unknown_tenant(self, evaluated, refused):
        """404."""
        fault = await refused(evaluated.ask(EXPLAIN_FLAG, key="norway", tenantSlug="nobody"))
        assert fault.reason == "tenant_not_found"


class TestExplainAsOf:
    @pytest.fixture
    async def moments(self, evaluated):
        """Change a flag once a day; return when each revision began."""
        found = []
        for fields in ({"state": "on"}, {"state": "rollout", "pct": 100}, {"state": "off"}):
            evaluated.clock.forward(days=1)
            found.append((await evaluated.patch("nowhere", **fields))["updatedAt"])
        evaluated.clock.forward(days=1)
        return found

    async def test_each_revision_as_it_was(self, evaluated, moments):
        """The history is undone, change by change."""
        found = []
        for moment in moments:
            answer = await evaluated.ask(EXPLAIN_FLAG, key="nowhere", tenantSlug="acme", at=moment)
            found.append((answer["revision"], answer["reason"], answer["value"]))
        assert found == [(2, "STATIC", True), (3, "SPLIT", True), (4, "DISABLED", False)]

    async def test_before_it_was_made(self, evaluated, moments, refused):
        """It wasn't there."""
        call = evaluated.ask(
            EXPLAIN_FLAG, key="nowhere", tenantSlug="acme", at="2026-02-01T00:00:00Z"
        )
        assert (await refused(call)).reason == "flag_not_found"
        assert moments

    async def test_ahead(self, evaluated, refused):
        """Nobody knows."""
        call = evaluated.ask(
            EXPLAIN_FLAG, key="nowhere", tenantSlug="acme", at="2036-01-01T00:00:00Z"
        )
        assert (await refused(call)).errors[0].field == "at"

    async def test_beyond_what_is_kept(self, evaluated, refused):
        """Twenty changes are undone, not more."""
        moment = (await evaluated.get("nowhere"))["updatedAt"]
        for pct in range(1, 22):
            evaluated.clock.forward(minutes=1)
            await evaluated.patch("nowhere", pct=pct)
        call = evaluated.ask(EXPLAIN_FLAG, key="nowhere", tenantSlug="acme", at=moment)
        assert (await refused(call)).reason == "history_too_short"
