"""Facts that hold for every rpc."""

import pytest
from contracts.catalogue import CATALOGUE

names = pytest.mark.parametrize("rpc", CATALOGUE, ids=lambda rpc: rpc.subject)


class TestCatalogue:
    """The catalogue as a whole."""

    def test_subjects_are_unique(self):
        """Else two services would share the requests."""
        subjects = [rpc.subject for rpc in CATALOGUE]
        assert sorted(set(subjects)) == sorted(subjects)

    def test_routes_are_unique(self):
        """Else one of them would never be reached."""
        routes = [(rpc.http.method, rpc.http.path) for rpc in CATALOGUE if rpc.http]
        assert sorted(set(routes)) == sorted(routes)

    def test_rows_can_be_keys(self):
        """The gateway keeps facts by row."""
        assert len(set(CATALOGUE)) == len(CATALOGUE)

    @names
    def test_every_change_has_an_audit_verb(self, rpc):
        """And what changes nothing has none."""
        assert rpc.changes == bool(rpc.audit)

    @names
    def test_everybody_who_may_call_is_named(self, rpc):
        """Deny by default; what isn't on HTTP is internal."""
        assert rpc.access
        assert ("internal" in rpc.access) == (rpc.http is None)

    @names
    def test_reads_are_gets_and_changes_are_not(self, rpc):
        """Links and prefetches change nothing; a question that needs a body is a POST."""
        if rpc.http:
            asks = rpc.http.method == "GET" or (rpc.http.method == "POST" and rpc.http.body)
            assert asks or rpc.changes
            assert rpc.http.method != "GET" or not rpc.changes

    @names
    def test_subjects_follow_from_the_names(self, rpc):
        """`nats req` by hand needs no table."""
        assert rpc.subject == f"rpc.{rpc.service}.{rpc.version}.{rpc.name}"

    @names
    def test_every_row_explains_itself(self, rpc):
        """OpenAPI shows it."""
        assert rpc.summary
        assert rpc.description.startswith(rpc.summary)
