"""What every tenant brings, in memory."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from chassis import Scope
from hypothesis import given
from hypothesis import strategies as st
from tenant.subscriptions.takings import Takings

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
EVERYBODY = Scope(None)
PARTNERS = ("", "reseller", "other")
slugs = st.sampled_from([f"t{number}" for number in range(6)])
operations = st.one_of(
    st.tuples(
        st.just("tenants"),
        slugs,
        st.tuples(
            st.sampled_from(["pending", "active", "suspended", "deleted", "purged"]),
            st.sampled_from(PARTNERS),
        ),
    ),
    st.tuples(
        st.just("subscriptions"),
        slugs,
        st.tuples(st.sampled_from(["EUR", "JPY"]), st.integers(min_value=0, max_value=3)),
    ),
)
histories = st.lists(
    st.tuples(
        operations,
        # How long the write takes to appear, and how long nothing happens before it.
        st.floats(min_value=0, max_value=19),
        st.floats(min_value=0, max_value=60),
        st.booleans(),
    ),
    max_size=40,
)


class Stored:
    """Tenants and subscriptions; changes appear a while after the time that they carry."""

    def __init__(self):
        self.moment = BEGINNING
        self.rows = {"tenants": {}, "subscriptions": {}}
        self.takings = Takings(
            self._since("tenants"), self._since("subscriptions"), clock=lambda: self.moment
        )

    def change(self, kind, slug, facts, *, delay=0.0):
        if kind == "tenants":
            status, partner = facts
            # As the database has it: no field for no partner.
            row = {"slug": slug, "status": status} | ({"partnerSlug": partner} if partner else {})
        else:
            currency, amount = facts
            money = {"currency": currency, "amountMinor": amount}
            row = {"tenantSlug": slug, "monthlyRevenue": money}
        self.rows[kind][slug] = (self.moment - timedelta(seconds=delay), row)

    def _since(self, kind):
        async def since(moment):
            return [row for at, row in self.rows[kind].values() if at >= moment]

        return since

    def counted(self, *, sees=lambda _tenant: True, by_partner):
        """Count from scratch."""
        sums = defaultdict(lambda: [0, 0])
        for slug, (_, tenant) in self.rows["tenants"].items():
            if tenant["status"] in {"deleted", "purged"} or not sees(tenant):
                continue
            _, subscription = self.rows["subscriptions"].get(slug, (None, None))
            money = subscription["monthlyRevenue"] if subscription else {}
            partner = tenant.get("partnerSlug", "") if by_partner else ""
            held = sums[partner, money.get("currency", "")]
            held[0] += 1
            held[1] += money.get("amountMinor", 0)
        return {key: tuple(held) for key, held in sums.items()}

    async def told(self, scope=EVERYBODY, *, partner_slugs=(), by_partner=True):
        rows = await self.takings.rows(scope, partner_slugs=partner_slugs, by_partner=by_partner)
        return {(row["partner"], row["currency"]): (row["tenants"], row["amount"]) for row in rows}


class TestRows:
    @given(histories)
    async def test_as_counted(self, history):
        """Whenever one asks, the sums are what a count from scratch finds, for every reader."""
        stored = Stored()
        for (kind, slug, facts), delay, pause, is_asked in history:
            stored.moment += timedelta(seconds=pause)
            stored.change(kind, slug, facts, delay=delay)
            if is_asked:
                await stored.told()
        assert await stored.told() == stored.counted(by_partner=True)
        assert await stored.told(by_partner=False) == stored.counted(by_partner=False)
        theirs = stored.counted(
            sees=lambda tenant: tenant.get("partnerSlug") == "reseller", by_partner=True
        )
        assert await stored.told(partner_slugs=["reseller", "nobody"]) == theirs
        assert await stored.told(Scope((), partner="reseller")) == theirs
        own = stored.counted(sees=lambda tenant: tenant["slug"] == "t1", by_partner=True)
        assert await stored.told(Scope(("t1",))) == own

    async def test_a_failure_loses_nothing(self):
        """What couldn't be read is read with the next question."""
        stored = Stored()
        await stored.told()
        stored.moment += timedelta(hours=1)
        stored.change("tenants", "t1", ("active", "reseller"))
        working, stored.rows["subscriptions"] = stored.rows["subscriptions"], None
        try:
            await stored.told()
        except AttributeError:
            stored.rows["subscriptions"] = working
        stored.moment += timedelta(hours=1)
        assert await stored.told() == {("reseller", ""): (1, 0)}
