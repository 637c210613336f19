"""Messages in: from Python, from strangers and from ourselves."""

import json

import pytest
from contracts.platform.v1 import Actor, Membership
from contracts.tenant.v1 import (
    CreateTenantRequest,
    ListTenantsResponse,
    TenantCreated,
    UpdateTenantRequest,
)
from pydantic import ValidationError


class TestConstruct:
    """From Python."""

    def test_none_means_absent(self):
        """Python code need not leave out what it doesn't have."""
        assert ListTenantsResponse(next_cursor=None).dump() == {"items": [], "counts": {}}

    def test_none_clears_what_is_clearable(self):
        """There, None says something."""
        request = UpdateTenantRequest(slug="acme", version=1, partner_slug=None)
        assert request.model_fields_set == {"slug", "version", "partner_slug"}

    def test_none_is_refused_where_a_value_is_due(self):
        """Absent, a required field is missing."""
        with pytest.raises(ValidationError):
            Membership(tenant_slug=None, role="owner")

    def test_a_misspelt_field_is_refused(self):
        """A typing mistake must not vanish."""
        with pytest.raises(ValidationError):
            Membership(tenant_slug="acme", role="owner", rank=1)


class TestParse:
    """Requests, strictly."""

    @pytest.mark.parametrize(
        "text",
        [
            b"", b"{", b"[]", b"null", b'"x"', b"\xff", b'{"tenantSlug": "a", "role": "owner"} x',
            b'{"tenantSlug": "a", "tenantSlug": "b", "role": "owner"}',
            b'{"tenantSlug": "a", "role": "owner", "more": 1}',
            b'{"tenantSlug": "a", "role": "owner", "more": NaN}',
            b'\xef\xbb\xbf{"tenantSlug": "a", "role": "owner"}',
            '{"tenantSlug": "a", "role": "owner"}'.encode("utf-16"),
            b'{"tenantSlug": "\\ud800", "role": "owner"}',
            b"[" * 100_000, b"9" * 5_000,
        ],
    )  # fmt: skip
    def test_what_is_no_such_message_is_refused(self, text):
        """Every way of being wrong is one kind of error."""
        with pytest.raises(ValidationError):
            Membership.parse(text)

    @pytest.mark.parametrize(
        "data", [{"tenantSlug": "a", "role": "owner"}, {"tenant_slug": "a", "role": "owner"}]
    )
    def test_both_names_are_taken(self, data):
        """ProtoJSON: JSON name and original name."""
        assert Membership.parse(data) == Membership.parse(json.dumps(data))

    def test_unknown_fields_inside_are_refused(self):
        """Strict to the last level."""
        with pytest.raises(ValidationError, match="rank"):
            Actor.parse(
                {"type": "user", "memberships": [{"tenantSlug": "a", "role": "owner", "rank": 1}]}
            )

    def test_null_is_refused(self):
        """Absent and null differ."""
        with pytest.raises(ValidationError, match="plan"):
            CreateTenantRequest.parse('{"slug": "a", "name": "A", "plan": null}')


class TestRead:
    """Replies, events and storage, leniently."""

    def test_unknown_fields_are_ignored_at_every_level(self, tenant):
        """A newer release may say more."""
        data = {"tenant": {**tenant.dump(), "later": 1}, "more": {"a": 1}}
        for form in (data, json.dumps(data), json.dumps(data).encode()):
            assert TenantCreated.read(form).tenant == tenant

    def test_rules_hold(self):
        """Lenient is about what is unknown, not about what is wrong."""
        with pytest.raises(ValidationError):
            Membership.read({"tenantSlug": "a", "role": "boss"})
