"""Forms become messages of the contract, and refusals find their field."""

import pytest
from contracts.faults import Conflict, Malformed
from contracts.platform.v1 import FieldError
from contracts.tenant.v1 import CreateTenantRequest, UpdateTenantRequest
from starlette.datastructures import FormData
from web.forms import Form


def sent(*pairs: tuple[str, str]) -> Form:
    return Form.sent(FormData(list(pairs)))


class TestRead:
    def test_message(self):
        """Empty fields count as left out, lines and commas part a list, our own names stay out."""
        form = sent(
            ("slug", " acme "),
            ("name", "Acme"),
            ("plan", ""),
            ("domains", "a.example, b.example\r\n\r\nc.example"),
            ("_token", "x"),
        )
        request = form.read(CreateTenantRequest, lists={"domains"})
        assert request == CreateTenantRequest(
            slug="acme", name="Acme", domains=["a.example", "b.example", "c.example"]
        )

    def test_refused(self):
        """What breaks the contract is told by field, under the form's own names."""
        form = sent(("slug", "No Slug"), ("name", "Acme"))
        with pytest.raises(Malformed) as refused:
            form.read(CreateTenantRequest)
        form.refuse(refused.value)
        assert list(form.errors) == ["slug"]

    def test_numbers_in_text(self):
        """A version in a hidden field is a number."""
        form = sent(("version", "3"), ("name", "Acme"))
        assert form.read(UpdateTenantRequest, slug="acme").version == 3


class TestRefuse:
    def test_deep_fields(self):
        """The gateway's domains.0 stands at the field domains."""
        form = sent(("domains", "nonsense"))
        form.refuse(Conflict("taken", errors=[FieldError(field="domains.0", message="is taken")]))
        assert form.errors == {"domains": "is taken"}


class TestKey:
    def test_kept(self):
        """A form sent again has the key it was given out with; a new one has another."""
        form = sent(("_key", "k1"))
        assert form.key == "k1"
        assert sent().key != sent().key
