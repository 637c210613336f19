"""Faults and the problems they are told as."""

import pytest
from contracts.faults import (
    Conflict,
    Fault,
    Internal,
    Malformed,
    NotFound,
    TooManyRequests,
    Unavailable,
)
from contracts.platform.v1 import FieldError, Problem
from contracts.tenant.v1 import CreateTenantRequest
from pydantic import ValidationError

FAULTS = [kind for kind in Fault.__subclasses__() if kind.__module__ == "contracts.faults"]


class TenantNotFound(NotFound):
    """A service's own fault."""

    reason = "tenant_not_found"


class TestProblem:
    """A fault, told."""

    def test_it_carries_everything(self):
        """RFC 9457 plus our stable reason."""
        problem = TenantNotFound("No tenant acme.", retry_after_seconds=2).problem("r1")
        assert problem == Problem(
            type="about:blank",
            title="Not Found",
            status=404,
            detail="No tenant acme.",
            reason="tenant_not_found",
            request_id="r1",
            retry_after_seconds=2,
        )

    def test_a_reason_of_its_own_is_told(self):
        """One fault class, several causes."""
        assert Unavailable(reason="nobody_answered").problem().reason == "nobody_answered"

    @pytest.mark.parametrize("kind", FAULTS)
    def test_every_kind_keeps_the_contract(self, kind):
        """Status and reason are valid by themselves."""
        assert Problem.parse(kind().problem().dump_json()).status == kind.status


class TestOf:
    """A problem, made a fault again."""

    @pytest.mark.parametrize("kind", FAULTS)
    def test_the_status_decides_the_kind(self, kind):
        """Callers catch by kind."""
        assert type(Fault.of(kind("x").problem())) is kind

    def test_nothing_is_lost(self):
        """What was told can be told again."""
        errors = [FieldError(field="name", message="too long")]
        problem = TooManyRequests("x", errors=errors, retry_after_seconds=3, reason="a").problem()
        assert Fault.of(problem).problem() == problem

    def test_an_unknown_status_stays(self):
        """A newer service may know more statuses."""
        problem = Problem(title="Refused", status=418, reason="teapot", type="about:blank")
        fault = Fault.of(problem)
        assert (type(fault), fault.status, fault.reason) == (Fault, 418, "teapot")

    def test_internal_errors_say_nothing(self):
        """The default of all."""
        assert (Internal().problem().reason, str(Internal())) == ("internal_error", "")


class TestMalformed:
    """What pydantic refused."""

    @pytest.fixture
    def fault(self):
        """Give the fault of a request with two mistakes."""
        data = {"slug": "acme", "name": "", "domains": ["a", ""]}
        with pytest.raises(ValidationError) as caught:
            CreateTenantRequest.parse(data)
        return Malformed.of(caught.value)

    def test_fields_are_told_by_path(self, fault):
        """As the caller wrote them."""
        assert [error.field for error in fault.errors] == ["name", "domains.1"]

    def test_messages_are_words(self, fault):
        """Said by the rule, without the refused value."""
        assert fault.errors[0].message == "String should have at least 1 character"

    def test_names_are_those_of_json(self):
        """Callers never see Python's names."""
        with pytest.raises(ValidationError) as caught:
            CreateTenantRequest.parse({"slug": "a", "name": "A", "partnerSlug": "-"})
        assert Malformed.of(caught.value).errors[0].field == "partnerSlug"

    def test_what_is_no_json_has_no_field(self):
        """The whole payload is wrong."""
        with pytest.raises(ValidationError) as caught:
            CreateTenantRequest.parse(b"{")
        (error,) = Malformed.of(caught.value).errors
        assert error.field == ""
        assert error.message.startswith("not JSON: ")

    def test_a_problem_works_too(self):
        """Of reads as that of every fault."""
        assert type(Malformed.of(Conflict("x").problem())) is Conflict
