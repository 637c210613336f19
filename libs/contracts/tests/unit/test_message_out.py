"""Messages out: JSON, patches and storage."""

import json

from contracts.flag.v1 import Draft, PreviewFlagRequest, Variant
from contracts.tenant.v1 import (
    ListTenantsResponse,
    Tenant,
    UpdateTenantRequest,
)


class TestDump:
    """JSON out."""

    def test_keys_are_camel_case_and_absent_fields_left_out(self, tenant):
        """Defaults are there, absence is not."""
        assert tenant.dump() == {
            "id": "018f6b8e-0000-7000-8000-000000000000",
            "slug": "acme",
            "name": "Acme",
            "plan": "business",
            "status": "active",
            "statusReason": "",
            "domains": ["acme.example"],
            "createdAt": "2026-01-02T03:04:05.678Z",
            "updatedAt": "2026-01-02T03:04:05.678Z",
            "version": 3,
            "verifiedDomains": [],
            "integrations": [],
        }

    def test_text_and_values_agree(self, tenant):
        """Two ways to the same JSON."""
        assert json.loads(tenant.dump_json()) == tenant.dump()

    def test_edits_in_place_are_dumped(self):
        """The trap of exclude_unset: a default that was edited is not unset."""
        page = ListTenantsResponse()
        page.counts["active"] = 1
        assert page.dump()["counts"] == {"active": 1}


class TestDumpSet:
    """What a PATCH says."""

    def test_only_what_was_set(self):
        """A list that was left out is not an empty list."""
        request = UpdateTenantRequest(slug="acme", version=1, name="New")
        assert request.dump_set() == {"slug": "acme", "version": 1, "name": "New"}

    def test_explicit_nulls_stay(self):
        """Null clears."""
        request = UpdateTenantRequest.parse('{"slug": "acme", "version": 1, "partnerSlug": null}')
        assert request.dump_set()["partnerSlug"] is None

    def test_an_explicit_default_stays(self):
        """An empty list that was set empties."""
        request = UpdateTenantRequest(slug="acme", version=1, domains=[])
        assert request.dump_set()["domains"] == []

    def test_edits_in_place_count_as_set(self):
        """Nobody has to know how a field came to its value."""
        request = UpdateTenantRequest(slug="acme", version=1)
        request.domains.append("acme.example")
        assert request.dump_set()["domains"] == ["acme.example"]

    def test_none_is_never_told_as_a_null_that_is_refused(self):
        """Taking a value back is as if it had never been set."""
        request = UpdateTenantRequest(slug="acme", version=1, name="New")
        request.name = None
        assert request.dump_set() == {"slug": "acme", "version": 1}

    def test_it_travels(self):
        """The other side sees the same set of fields."""
        request = UpdateTenantRequest(slug="acme", version=1, partner_slug=None)
        arrived = UpdateTenantRequest.parse(request.dump_set_json())
        assert arrived.model_fields_set == request.model_fields_set

    def test_messages_inside_say_no_more_than_they_were_told(self):
        """A list that a draft leaves out would otherwise be emptied by it."""
        some = [Variant(name="a", payload=1)]
        request = PreviewFlagRequest(key="beta", draft=Draft(state="on", variants=some))
        assert request.dump_set() == {
            "key": "beta",
            "draft": {"state": "on", "variants": [{"name": "a", "payload": 1}]},
        }


class TestStorable:
    """What MongoDB keeps."""

    def test_datetimes_stay_and_absence_is_left_out(self, tenant):
        """Indexes work on datetimes; nulls would lie in every document."""
        stored = tenant.storable()
        assert stored["createdAt"] == tenant.created_at
        assert "deletedAt" not in stored

    def test_a_document_class_mixes_in(self, tenant):
        """A subclass in another module is fully defined, and ignores what is its base's alone."""

        class Stored(Tenant, extra="ignore"):
            outbox: str = ""

        stored = Stored.model_validate({**tenant.storable(), "_id": 1}, extra="ignore")
        assert Tenant.read(stored.storable()) == tenant
