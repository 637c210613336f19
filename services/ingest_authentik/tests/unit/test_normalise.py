"""From authentik's events to entries: who acted, on what, for whom, without secrets."""

import json

import pytest
from ingest import Malformed
from ingest_authentik.normalise import normalise

# action -> verb, outcome, type of the resource
TABLE = {
    "login": ("login", "success", "user"),
    "login_failed": ("login_failed", "failure", "user"),
    "logout": ("logout", "success", "user"),
    "user_write": ("user_write", "success", "user"),
    "suspicious_request": ("suspicious_request", "denied", "oauth2provider"),
    "password_set": ("password_changed", "success", "user"),
    "secret_view": ("secret_view", "success", "token"),
    "secret_rotate": ("secret_rotate", "success", "token"),
    "authorize_application": ("authorize_application", "success", "application"),
    "impersonation_started": ("impersonation_started", "success", "user"),
    "impersonation_ended": ("impersonation_ended", "success", "user"),
    "model_created": ("model_created", "success", "group"),
    "model_updated": ("model_updated", "success", "user"),
    "model_deleted": ("model_deleted", "success", "user"),
    "email_sent": ("email_sent", "success", "email"),
    "configuration_warning": ("configuration_warning", "success", "authentik"),
    "access_request_created": ("access_request_created", "success", "user"),
    "custom_tenant_quota_hit": ("custom_tenant_quota_hit", "success", "user"),
}
# Actions without a sample: their outcome is what the table adds.
BARE = {
    "configuration_error": "failure",
    "policy_exception": "failure",
    "property_mapping_exception": "failure",
    "system_exception": "failure",
    "system_task_exception": "failure",
    "access_request_denied": "denied",
    "source_linked": "success",
    "invitation_used": "success",
    "policy_execution": "success",
    "flow_execution": "success",
    "update_available": "success",
    "export_ready": "success",
    "review_completed": "success",
    "an-action Nobody.knows": "success",
}


def told(event, known, **options):
    return normalise(event, known, **options).publication


class TestVerbs:
    @pytest.mark.parametrize("action", TABLE)
    def test_samples(self, action, sample, known):
        """Each event of the samples has its verb, its outcome and its resource."""
        event = sample(action)
        entry = told(event, known)
        verb, outcome, resource = TABLE[action]
        assert entry.action == f"authentik.{verb}"
        assert (entry.outcome, entry.resource_type) == (outcome, resource)
        assert (entry.external_id, entry.source) == (event["pk"], "authentik")

    def test_every_sample_is_in_the_table(self, page):
        """No sample goes untested."""
        assert {event["action"] for event in page["results"]} == TABLE.keys()

    @pytest.mark.parametrize("action", BARE)
    def test_others(self, action, sample, known):
        """Known or not, an action passes under its own name."""
        entry = told(sample("login", action=action), known)
        assert entry.action.removeprefix("authentik.") == action.lower().replace("-", "_").replace(
            " ", "_"
        ).replace(".", "_")
        assert entry.outcome == BARE[action]

    @pytest.mark.parametrize("missing", ["pk", "action", "created"])
    def test_malformed(self, missing, sample, known):
        """What can't be identified, named or placed in time is malformed."""
        event = sample("login")
        del event[missing]
        assert isinstance(normalise(event, known), Malformed)


class TestActors:
    def test_login(self, sample, known):
        """The user acted, from the client's address."""
        entry = told(sample("login"), known)
        assert (entry.actor_type, entry.actor_id, entry.actor_email, entry.actor_ip) == (
            "user",
            "57",
            "li.wei@acme.example",
            "203.0.113.24",
        )

    def test_login_failed(self, sample, known):
        """Whoever failed is nobody, though the event names the account that was tried."""
        entry = told(sample("login_failed"), known)
        assert (entry.actor_type, entry.actor_id, entry.actor_email) == ("anonymous", "", "")
        assert (entry.resource_id, entry.resource_name) == ("57", "li.wei")

    def test_password_set(self, sample, known):
        """The event's user is whose password it is, not who set it."""
        entry = told(sample("password_set"), known)
        assert (entry.actor_type, entry.actor_id) == ("external", "")
        assert entry.resource_name == "li.wei@acme.example"

    def test_impersonation(self, sample, known):
        """The admin acts; the impersonated person is the resource, and theirs the tenant."""
        entry = told(sample("impersonation_started"), known)
        assert entry.actor_email == "admin@dezky.example"
        assert entry.resource_name == "zoë.müller@müller-söhne.example"
        assert entry.tenant_slug == "mueller"
        assert entry.metadata["onBehalfOf"]["pk"] == "41"

    def test_pending_user(self, sample, known):
        """In a flow the user hasn't proven anything yet: the session's user counts."""
        assert told(sample("email_sent"), known).actor_type == "anonymous"

    def test_service_account(self, sample, known):
        """Our own provisioning is a service."""
        assert told(sample("model_created"), known).actor_type == "service"

    def test_nobody(self, sample, known):
        """An event without a user is the system's."""
        entry = told(sample("secret_rotate"), known)
        assert (entry.actor_type, entry.actor_id) == ("system", "authentik")

    def test_unknown_address(self, sample, known):
        """255.255.255.255 is authentik's word for "unknown"."""
        assert told(sample("login", client_ip="255.255.255.255"), known).actor_ip == ""


class TestTenants:
    def test_membership(self, sample, known):
        """The person's only tenant is the entry's."""
        assert told(sample("login"), known).tenant_slug == "acme"

    def test_in_two_tenants(self, sample, known):
        """Somebody in two tenants tells nothing; a looked-up group does."""
        event = sample("login", user={"pk": 9, "username": "both", "email": "both@acme.example"})
        assert told(event, known).tenant_slug == ""
        assert told(event, known, groups=["mueller-admins", "everybody"]).tenant_slug == "mueller"

    def test_two_groups(self, sample, known):
        """Two groups that are two tenants tell nothing."""
        event = sample("login", user={"pk": 9, "username": "x", "email": ""})
        assert told(event, known, groups=["acme", "mueller"]).tenant_slug == ""

    def test_group_that_is_changed(self, sample, known):
        """A group with a tenant's name is that tenant's."""
        assert told(sample("model_created"), known).tenant_slug == "acme"

    def test_unmatched(self, sample, known):
        """Who belongs to nobody still lands."""
        entry = told(sample("suspicious_request"), known)
        assert (entry.tenant_slug, entry.action) == ("", "authentik.suspicious_request")


class TestSecrets:
    def test_mail_body(self, sample, known):
        """A mail's body, with its recovery link, is never stored."""
        outcome = normalise(sample("email_sent"), known)
        stored = outcome.publication.dump_json().decode()
        assert "flow_token=EXAMPLE" not in stored
        assert outcome.publication.metadata["raw"]["context"]["body"] == "[mail body removed]"
        assert outcome.redactions == 1

    def test_typed_password(self, sample, known):
        """What was typed as a name and looks like a password is taken out everywhere."""
        event = sample("login_failed")
        event["context"]["username"] = "Sommer2026!x"
        assert "Sommer2026" not in told(event, known).dump_json().decode()

    def test_typed_name(self, sample, known):
        """Names and addresses that were tried are what an operator looks for."""
        event = sample("login_failed")
        event["context"]["username"] = "root"
        assert told(event, known).resource_name == "root"

    def test_key_in_context(self, sample, known):
        """A custom event may carry anything."""
        event = sample("custom_tenant_quota_hit")
        event["context"] |= {"apiKey": "sk-12345678", "nested": [{"client_secret": "s3cr3t-value"}]}
        event["context"]["link"] = "https://x.example/?flow_token=abcdef&next=1"
        stored = json.dumps(told(event, known).metadata)
        assert "sk-12345678" not in stored
        assert "s3cr3t-value" not in stored
        assert "flow_token=[redacted]&next=1" in stored
