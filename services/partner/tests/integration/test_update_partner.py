"""Changing partners."""

import pytest
from contracts.faults import Malformed, NotFound, StaleVersion

CONTACT = {"name": "Nora", "email": "nora@north.example", "phone": ""}


@pytest.fixture(autouse=True)
async def north(platform):
    """Give a partner of which nothing is waiting to be told."""
    made = await platform.create(marginPct=10, domain="north.example", contact=CONTACT)
    await platform.entries()
    return made


class TestUpdatePartner:
    async def test_absent_fields_stay(self, platform, north):
        """Only what was sent changes."""
        changed = await platform.update(name="Northern")
        kept = north | {"name": "Northern", "version": 2}
        assert changed | {"updatedAt": ""} == kept | {"updatedAt": ""}

    async def test_null_clears(self, platform):
        """What need not be there can go, in answer and store alike."""
        changed = await platform.update(domain=None, contact=None, billing=None)
        assert not {"domain", "contact", "billing"} & changed.keys()
        stored = await platform.database["partners"].find_one({})
        assert not {"domain", "contact", "billing"} & stored.keys()

    async def test_contact_is_replaced(self, platform):
        """A contact is one thing: no part of the old one stays."""
        changed = await platform.update(contact={"name": "Nils"})
        assert changed["contact"] == {"name": "Nils", "email": "", "phone": ""}

    async def test_entry(self, platform):
        """One entry names the fields that differ."""
        await platform.update(marginPct=12.5, name="North")
        (entry,) = await platform.entries()
        assert entry.action == "partner.updated"
        assert entry.metadata["changes"] == {"marginPct": {"before": 10.0, "after": 12.5}}

    @pytest.mark.parametrize("body", [{}, {"name": "North"}, {"marginPct": 10.0}])
    async def test_nothing_new(self, platform, body):
        """What is so already leaves nothing behind."""
        assert (await platform.update(**body))["version"] == 1
        assert await platform.entries() == []

    async def test_stale(self, platform):
        """A change that is based on an older version is refused."""
        await platform.update(name="Northern")
        with pytest.raises(StaleVersion):
            await platform.update(name="Southern")

    async def test_terminated(self, platform):
        """Bills are still to be paid."""
        await platform.terminate()
        billing = {"company": "North in liquidation", "country": "DE"}
        assert (await platform.update(version=2, billing=billing))["status"] == "terminated"

    async def test_unknown(self, platform):
        """What isn't there can't change."""
        with pytest.raises(NotFound):
            await platform.update(slug="south", name="South")

    @pytest.mark.parametrize("field", ["name", "marginPct", "slug", "version"])
    async def test_null_elsewhere(self, platform, field):
        """Nothing else can be cleared, and the refusal names the field."""
        with pytest.raises(Malformed) as refused:
            await platform.update(**{"version": 1, field: None})
        assert [error.field for error in refused.value.errors] == [field]
