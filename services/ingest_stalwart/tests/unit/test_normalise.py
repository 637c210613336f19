"""From Stalwart's events to entries: both generations of names, hazards of types, tenants."""

import json

import pytest
from ingest import Malformed, Skipped, Told
from ingest_stalwart.classes import known as known_types
from ingest_stalwart.normalise import normalise

ALL = frozenset({"security", "failure", "success", "mail", "traffic"})
# The fourteen verbs, and the events behind them: verb, outcome, type of the resource
VERBS = {
    "auth.failed": ("auth_failed", "failure", "account"),
    "auth.success": ("auth_success", "success", "account"),
    "security.authentication-ban": ("auth_banned", "denied", "address"),
    "security.abuse-ban": ("auth_banned", "denied", "address"),
    "security.scan-ban": ("auth_banned", "denied", "address"),
    "security.loiter-ban": ("auth_banned", "denied", "address"),
    "account.created": ("account_created", "success", "account"),
    "account.deleted": ("account_deleted", "success", "account"),
    "password.changed": ("password_changed", "success", "account"),
    "message-ingest.ham": ("mail_received", "success", "message"),
    "queue.message-queued": ("mail_received", "success", "message"),
    "queue.queue-message": ("mail_received", "success", "message"),
    "delivery.delivered": ("mail_delivered", "success", "message"),
    "delivery.failed": ("mail_failed", "failure", "message"),
    "delivery.dsn-perm-fail": ("mail_failed", "failure", "message"),
    "delivery.rcpt-to-rejected": ("mail_rejected", "denied", "message"),
    "smtp.mailbox-does-not-exist": ("mail_rejected", "denied", "message"),
    "smtp.relay-not-allowed": ("policy_rejection", "denied", "message"),
    "smtp.dkim-fail": ("dkim_failure", "failure", "message"),
    "smtp.dmarc-fail": ("dmarc_failure", "failure", "message"),
    "message-ingest.spam": ("spam_detected", "success", "message"),
    "auth.missing-totp": ("auth_mfa_required", "failure", "account"),
    "auth.mfa-required": ("auth_mfa_required", "failure", "account"),
    "auth.too-many-attempts": ("auth_too_many_attempts", "denied", "account"),
    "server.startup": ("server_startup", "success", "server"),
    "limit.too-many-requests": ("limit_too_many_requests", "denied", "server"),
    "registry.write-error": ("registry_write_error", "failure", "server"),
    "future.never-heard-of": ("future_never_heard_of", "success", "server"),
}


def told(event, known, classes=ALL):
    outcome = normalise(event, known, external_id="x.0", classes=classes)
    assert isinstance(outcome, Told), outcome
    return outcome.publication


class TestVerbs:
    @pytest.mark.parametrize("kind", VERBS)
    def test_table(self, kind, event, known):
        """Each type has its verb, its outcome and its resource."""
        entry = told(event(kind, accountName="info@acme.example"), known)
        verb, outcome, resource = VERBS[kind]
        assert entry.action == f"stalwart.{verb}"
        assert (entry.outcome, entry.resource_type) == (outcome, resource)

    def test_all_fourteen(self):
        """The verbs that the timeline promises are all in the table."""
        promised = {
            "auth_failed", "auth_success", "auth_banned", "account_created", "account_deleted",
            "password_changed", "mail_received", "mail_delivered", "mail_failed", "mail_rejected",
            "policy_rejection", "dkim_failure", "dmarc_failure", "spam_detected",
        }  # fmt: skip
        assert promised <= {verb for verb, _, _ in VERBS.values()}

    @pytest.mark.parametrize("kind", sorted(known_types()))
    def test_every_known_type(self, kind, event, known):
        """Every type of both releases makes a well-formed entry when it is asked for."""
        assert told(event(kind, remoteIp="192.0.2.1"), known).action.startswith("stalwart.")


class TestSelection:
    @pytest.mark.parametrize(
        "kind", ["auth.failed", "security.ip-blocked", "delivery.failed", "no-such.type"]
    )
    def test_passes(self, kind, event, known):
        """Security, failures and what nobody has heard of pass by default."""
        assert isinstance(normalise(event(kind), known, external_id="x"), Told)

    @pytest.mark.parametrize(
        ("kind", "reason"),
        [
            ("auth.success", "success:auth.success"),
            ("message-ingest.ham", "mail:message-ingest.ham"),
            ("imap.fetch", "traffic:imap.fetch"),
        ],
    )
    def test_skipped(self, kind, reason, event, known):
        """Mail flow, logins and protocol traffic are opt-in; what is skipped is counted by type."""
        assert normalise(event(kind), known, external_id="x") == Skipped(reason)

    def test_frequent_ones_are_marked(self, event, known):
        """What is opt-in has a retention of its own and is out of sight."""
        entry = told(event("message-ingest.ham"), known)
        assert entry.metadata["retentionClass"] == "frequent"
        assert entry.metadata["hidden"] is True
        assert "hidden" not in told(event("auth.failed"), known).metadata

    @pytest.mark.parametrize(
        "broken", [{}, {"type": "auth.failed"}, {"type": 7, "createdAt": "2026-05-24T12:00:00Z"}]
    )
    def test_malformed(self, broken, known):
        """Without a type or a time it is no event."""
        assert isinstance(normalise(broken, known, external_id="x"), Malformed)

    def test_data_that_is_no_object(self, known):
        """Nor is one whose data is a list."""
        event = {"type": "auth.failed", "createdAt": "2026-05-24T12:00:00Z", "data": []}
        assert isinstance(normalise(event, known, external_id="x"), Malformed)


class TestContent:
    def test_failed_login(self, event, known):
        """The name is only shown; the address is the client's."""
        entry = told(
            event("auth.failed", accountName="zoë@müller-söhne.example", remoteIp="2001:DB8::1"),
            known,
        )
        assert (entry.actor_type, entry.actor_id, entry.actor_email) == ("anonymous", "", "")
        assert (entry.actor_name, entry.resource_name) == ("zoë@müller-söhne.example",) * 2
        assert (entry.actor_ip, entry.tenant_slug) == ("2001:db8::1", "mueller")

    def test_login(self, event, known):
        """Whoever got in is the actor."""
        entry = told(event("auth.success", accountName="li@acme.example", accountId=5), known)
        assert (entry.actor_type, entry.actor_id, entry.actor_email) == (
            "user",
            "5",
            "li@acme.example",
        )

    def test_nested_cause(self, event, known):
        """The account may only be in the event that caused it."""
        cause = {"type": "auth.failed", "data": {"accountName": "info@acme.example"}}
        entry = told(event("auth.too-many-attempts", causedBy=cause), known)
        assert (entry.resource_name, entry.tenant_slug) == ("info@acme.example", "acme")

    def test_recipients(self, event, known):
        """`to` is a string here and a list there; the null sender is nobody."""
        one = told(event("delivery.failed", to="a@acme.example"), known)
        two = told(
            event("delivery.failed", to=["x@y.example", "a@acme.example"], **{"from": "<>"}), known
        )
        assert (one.resource_name, one.tenant_slug) == ("a@acme.example", "acme")
        assert (two.resource_name, two.tenant_slug) == ("x@y.example, a@acme.example", "acme")

    def test_large_numbers(self, event, known):
        """64-bit ids keep their digits."""
        entry = told(
            event("delivery.failed", queueId=2**64 - 1, spanId=13914402731992481793), known
        )
        assert entry.resource_id == str(2**64 - 1)
        assert entry.metadata["raw"]["data"]["spanId"] == "13914402731992481793"

    def test_typed_password(self, event, known):
        """A password in the name's place is taken out everywhere."""
        entry = told(event("auth.failed", accountName="Winter!2026x"), known)
        assert "Winter!2026x" not in entry.dump_json().decode()

    @pytest.mark.parametrize(
        "name", ["stalwart_webhook_burst_v0160.json", "stalwart_webhook_mail.json"]
    )
    def test_samples(self, name, batch, known):
        """Every sample makes an entry that the contract takes."""
        for one in json.loads(batch(name))["events"]:
            assert told(one, known).outcome in {"success", "failure", "denied"}
