"""The planner: from what is seen to what is wanted."""

from hypothesis import given
from hypothesis import strategies as st
from tenant.provisioning.items import Item, Step, Wanted, plan

NAMES = st.tuples(st.sampled_from(["space", "user", "member"]), st.sampled_from("abcd"))
FACTS = st.dictionaries(st.sampled_from(["access", "quota"]), st.integers(0, 2))
SEEN = st.dictionaries(NAMES, FACTS).map(
    lambda found: [Item(*name, f"id-{name}", facts) for name, facts in found.items()]
)
WANTED = st.dictionaries(NAMES, st.tuples(FACTS, st.booleans())).map(
    lambda wanted: [
        Wanted(*name, facts, is_present=present) for name, (facts, present) in wanted.items()
    ]
)


def carry_out(steps, seen):
    """Do as the other system would."""
    there = {item.name: item for item in seen}
    for step in steps:
        if step.action == "delete":
            del there[step.name]
            continue
        assert (step.action == "create") == (step.name not in there)
        held = there.get(step.name, Item(step.kind, step.key, "new"))
        facts = {**held.facts, **{name: one["after"] for name, one in step.changes.items()}}
        there[step.name] = Item(step.kind, step.key, held.external_id, facts)
    return list(there.values())


class TestPlan:
    @given(WANTED, SEEN)
    def test_reaches_what_is_wanted(self, wanted, seen):
        """After the steps everything wanted is so, and nothing else has changed."""
        after = {item.name: item for item in carry_out(plan(wanted, seen), seen)}
        for want in wanted:
            assert (want.name in after) == want.is_present
            if want.is_present:
                assert want.facts.items() <= after[want.name].facts.items()
        untouched = {item.name: item for item in seen} | {}
        for want in wanted:
            untouched.pop(want.name, None)
        assert untouched.items() <= after.items()

    @given(WANTED, SEEN)
    def test_is_empty_once_carried_out(self, wanted, seen):
        """A second plan has nothing to do."""
        assert plan(wanted, carry_out(plan(wanted, seen), seen)) == []

    @given(WANTED, SEEN)
    def test_touches_each_once(self, wanted, seen):
        """No item has two steps."""
        names = [step.name for step in plan(wanted, seen)]
        assert len(names) == len(set(names))

    def test_children_go_before_their_parents(self):
        """Creation follows the order of what is wanted, deletion the reverse."""
        names = [("domain", "acme.example"), ("account", "a@acme.example")]
        made = plan([Wanted(*name) for name in names], [])
        assert [step.name for step in made] == names
        seen = [Item(*name) for name in names]
        gone = plan([Wanted(*name, is_present=False) for name in names], seen)
        assert [step.name for step in gone] == names[::-1]

    def test_initial_facts_count_once(self):
        """What people may change later is set at the creation, and then left alone."""
        want = Wanted("user", "a", {"access": "open"}, initial={"name": "Ann"})
        (made,) = plan([want], [])
        assert made.after("name") == "Ann"
        assert plan([want], [Item("user", "a", "1", {"access": "open", "name": "Anna"})]) == []

    def test_an_update_names_before_and_after(self):
        """Only the facts that differ, and what the system told about the item."""
        item = Item("space", "acme", "s-1", {"quota": 1, "name": "Acme"}, raw={"id": "s-1"})
        steps = plan([Wanted("space", "acme", {"quota": 2, "name": "Acme"})], [item])
        changes = {"quota": {"before": 1, "after": 2}}
        assert steps == [Step("update", "space", "acme", "s-1", changes, raw={"id": "s-1"})]
