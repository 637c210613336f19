"""Rules about tenants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tenant import rules

STATUSES = st.sampled_from(rules.STATUSES)


class TestTransitions:
    @pytest.mark.parametrize(
        ("current", "target"),
        [
            ("pending", "suspended"),
            ("active", "suspended"),
            ("suspended", "active"),
            ("pending", "deleted"),
            ("active", "deleted"),
            ("suspended", "deleted"),
        ],
    )
    def test_edges(self, current, target):
        """The state machine has these edges."""
        rules.ensure_transition("acme", current=current, target=target)

    @pytest.mark.parametrize("target", ["suspended", "active", "deleted"])
    def test_deleted_is_the_end(self, target):
        """Nothing leads out of deleted."""
        with pytest.raises(rules.IllegalTransition):
            rules.ensure_transition("acme", current="deleted", target=target)

    @pytest.mark.parametrize(
        ("current", "target"),
        [("suspended", "suspended"), ("active", "active"), ("pending", "active")],
    )
    def test_a_refusal_names_both_states(self, current, target):
        """Whoever is refused learns from where and whereto."""
        with pytest.raises(rules.IllegalTransition, match=f"is {current}; .* become {target}"):
            rules.ensure_transition("acme", current=current, target=target)

    @given(status=STATUSES)
    def test_only_deleted_is_dead(self, status):
        """Every other tenant may be changed."""
        try:
            rules.ensure_alive("acme", status=status)
        except rules.TenantDeleted:
            assert status == "deleted"
        else:
            assert status != "deleted"


class TestVersions:
    @given(expected=st.integers(1, 9), stored=st.integers(1, 9))
    def test_only_the_newest_is_changed(self, expected, stored):
        """A version too low is as wrong as one too high."""
        try:
            rules.ensure_version("acme", expected=expected, stored=stored)
        except rules.VersionMismatch:
            assert expected != stored
        else:
            assert expected == stored


class TestNames:
    def test_space_around_goes(self):
        """A name is kept without the space around it."""
        assert rules.named("  Acme GmbH\t") == "Acme GmbH"

    @pytest.mark.parametrize("name", [" ", "\t\n", "\u3000"])
    def test_blank_is_refused(self, name):
        """Space alone is no name, and the refusal names the field."""
        with pytest.raises(rules.NameBlank) as refused:
            rules.named(name)
        assert [error.field for error in refused.value.errors] == ["name"]
