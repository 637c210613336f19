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

    def test_parts(self):
        """A dotted field is part of a member; one with nothing in it is left out, or cleared."""
        form = sent(
            ("version", "3"),
            ("contact.name", "Ada"),
            ("contact.email", ""),
            ("billingAddress.company", ""),
            ("billingAddress.lines", ""),
        )
        request = form.read(
            UpdateTenantRequest,
            lists={"billingAddress.lines"},
            clears={"billingAddress", "contact"},
            slug="acme",
        )
        assert request.dump_set() == {
            "slug": "acme",
            "version": 3,
            "contact": {"name": "Ada"},
            "billingAddress": None,
        }

    def test_filled(self):
        """What is stored comes back under the same names."""
        stored = {"name": "Acme", "contact": {"name": "Ada", "phone": None}, "domains": ["a", "b"]}
        form = Form.filled(stored)
        assert form.value("contact.name") == "Ada"
        assert form.value("contact.phone") == ""
        assert form.all("domains") == ["a", "b"]

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

    def test_parts(self):
        """A part that has a field of its own keeps its error."""
        form = sent(("contact.email", "nobody"))
        form.refuse(
            Malformed("no", errors=[FieldError(field="contact.email", message="is no address")])
        )
        assert form.errors == {"contact.email": "is no address"}


class TestKey:
    def test_kept(self):
        """A form sent again has the key it was given out with; a new one has another."""
        form = sent(("_key", "k1"))
        assert form.key == "k1"
        assert sent().key != sent().key

    def test_new_after_a_refusal(self):
        """A form that was refused and is sent again is another change."""
        form = sent(("_key", "k1"))
        form.refuse(Conflict("taken"))
        assert form.key != "k1"
