"""Creating and reading partners."""

import pytest
from bus import acting_as
from contracts.faults import Conflict, Forbidden, Malformed, NotFound

BILLING = {"company": "North GmbH", "country": "DE", "vatId": "DE123456789"}
CONTACT = {"name": "Nora", "email": "nora@north.example", "phone": "+49 30 1234"}


class TestCreatePartner:
    async def test_as_asked(self, platform):
        """What was asked is what is there, under contract at once."""
        made = await platform.create(
            name=" North ",
            domain="North.Example.",
            marginPct=12.34,
            contact=CONTACT,
            billing=BILLING,
        )
        assert made == await platform.get()
        assert (made["name"], made["domain"], made["status"], made["marginPct"]) == (
            "North",
            "north.example",
            "active",
            12.34,
        )
        assert made["contact"] == CONTACT
        assert made["billing"]["vatId"] == "DE123456789"

    async def test_defaults(self, platform):
        """Without a share there is none."""
        made = await platform.create()
        assert (made["marginPct"], made["version"]) == (0.0, 1)

    async def test_no_floats_in_store(self, platform):
        """The share is kept in whole basis points."""
        await platform.create(marginPct=12.34)
        stored = await platform.database["partners"].find_one({})
        assert [margin["basisPoints"] for margin in stored["margins"]] == [1234]
        assert "marginPct" not in stored

    async def test_entry(self, platform, operator):
        """One entry tells who agreed to which share."""
        with acting_as(operator):
            made = await platform.create(marginPct=20)
        (entry,) = await platform.entries()
        assert (entry.action, entry.resource_id, entry.partner_slug, entry.actor_email) == (
            "partner.created",
            made["id"],
            "north",
            "operator@dezky.localhost",
        )
        assert entry.metadata["changes"]["marginPct"] == {"before": None, "after": 20.0}

    async def test_taken(self, platform):
        """A slug is used once, for ever."""
        await platform.create()
        await platform.terminate()
        with pytest.raises(Conflict) as refused:
            await platform.create()
        assert refused.value.reason == "slug_taken"
        assert [error.field for error in refused.value.errors] == ["slug"]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"slug": "North"}, "slug"),
            ({"slug": "-north"}, "slug"),
            ({"slug": "n.orth"}, "slug"),
            ({"name": ""}, "name"),
            ({"name": "  "}, "name"),
            ({"domain": "*.north.example"}, "domain"),
            ({"domain": "north"}, "domain"),
            ({"domain": "10.0.0.1"}, "domain"),
            ({"marginPct": -0.01}, "marginPct"),
            ({"marginPct": 100.01}, "marginPct"),
            ({"marginPct": 12.345}, "marginPct"),
            ({"marginPct": "much"}, "marginPct"),
            ({"marginPct": None}, "marginPct"),
            ({"contact": {"email": "nora"}}, "contact.email"),
            ({"contact": {"phone": "call me"}}, "contact.phone"),
            ({"billing": {"country": "DE"}}, "billing.company"),
            ({"billing": {"company": "North", "country": "Germany"}}, "billing.country"),
            ({"status": "terminated"}, "status"),
        ],
    )
    async def test_refusals(self, platform, body, field):
        """Each refusal names the field and the rule."""
        with pytest.raises(Malformed) as refused:
            await platform.create(**body)
        (error,) = refused.value.errors
        assert error.field == field
        assert error.message


class TestGetPartner:
    async def test_own(self, platform, actor):
        """A partner reads its own."""
        await platform.create()
        with acting_as(actor("dezky-partner", partnerSlug="north")):
            assert (await platform.get())["slug"] == "north"

    async def test_others(self, platform, actor):
        """Another's is the same 404 as none."""
        await platform.create()
        member = {"memberships": [{"tenantSlug": "north", "role": "owner"}]}
        for somebody in (
            actor("dezky-partner", partnerSlug="south", **member),
            actor("dezky-portal", **member),
        ):
            with acting_as(somebody), pytest.raises(NotFound) as refused:
                await platform.get()
            assert refused.value.reason == "partner_not_found"

    async def test_nobodys(self, platform, actor):
        """A partner's token of who works for none opens nothing."""
        await platform.create()
        with acting_as(actor("dezky-partner")), pytest.raises(Forbidden):
            await platform.get()
