"""From a Stalwart event to an audit entry: pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ingest import (
    Directory,
    Malformed,
    Outcome,
    Raw,
    Redactor,
    Skipped,
    What,
    Who,
    looks_like_password,
    moment,
    tenant_of,
    text,
    token,
    told,
)

from ingest_stalwart.classes import class_of
from ingest_stalwart.verbs import Verb, verb_of

SOURCE = "stalwart"
DEFAULT_CLASSES = frozenset({"security", "failure"})
# What is so frequent that it has a retention of its own and is out of sight unless asked for.
_FREQUENT = frozenset({"success", "mail", "traffic"})
_PROVEN = frozenset(
    {
        "auth.success",
        "queue.authenticated-message-queued",
        "queue.queue-message-authenticated",
        "message-ingest.imap-append",
        "message-ingest.jmap-append",
    }
)
# What an account that has logged in does, or is refused.
_BY_THE_ACCOUNT = ("security.unauthorized", "limit.", "imap.", "jmap.", "web-dav.", "manage-sieve.")


def normalise(
    raw: Raw,
    directory: Directory,
    *,
    external_id: str,
    classes: Collection[str] = DEFAULT_CLASSES,
) -> Outcome:
    """Return the entry, or why there is none.

    `external_id` comes from the event's content (`identity.py`): the `id` that it carries collides
    before 0.16.11, and changes when a batch is sent again after that.
    """
    kind, data, at = raw.get("type"), raw.get("data"), moment(raw.get("createdAt"))
    if not isinstance(kind, str) or not token(kind) or at is None:
        return Malformed("type or createdAt is missing")
    if data is not None and not isinstance(data, dict):
        return Malformed("data is no object")
    group = class_of(kind)
    if group is not None and group not in classes:
        return Skipped(f"{group}:{kind}")
    facts: Mapping[str, Any] = data or {}
    verb = verb_of(kind)
    account = _account(facts)
    tenant = _tenant(facts, account, directory)
    hidden = {"retentionClass": "frequent", "hidden": True} if group in _FREQUENT else {}
    return told(
        source=SOURCE,
        verb=verb.name,
        at=at,
        actor=_actor(kind, facts, account, directory),
        resource=_resource(verb, facts, account),
        outcome=verb.outcome,
        tenant=tenant,
        external_id=external_id,
        raw=raw,
        redactor=Redactor(secrets=[account] if looks_like_password(account) else []),
        metadata=hidden,
    )


def _account(facts: Raw) -> str:
    """Return the login name as typed, from the event or from the event that caused it."""
    name = text(facts.get("accountName"))
    cause = facts.get("causedBy")
    if not name and isinstance(cause, dict) and isinstance(cause.get("data"), dict):
        name = text(cause["data"].get("accountName"))
    return name


def _actor(kind: str, facts: Raw, account: str, directory: Directory) -> Who:
    # Never the webhook request's own headers: those tell of Stalwart, not of the client.
    ip = facts.get("remoteIp")
    identity = text(facts.get("accountId"))
    if kind in _PROVEN or (identity and kind.startswith(_BY_THE_ACCOUNT)):
        person = directory.person_at(SOURCE, identity) if identity else None
        sender = account or text(facts.get("from"))
        email = sender if "@" in sender else (person.email if person else "")
        return Who(type="user", id=identity or sender, email=email, name=sender, ip=ip)
    if kind.startswith(("smtp.", "message-ingest.", "delivery.")):
        return Who(type="external", ip=ip)
    if account or ip:
        # Whoever fails to log in chose the name freely: it is shown, and nothing is believed of it.
        return Who(type="anonymous", name=account, ip=ip)
    return Who(type="system", id=SOURCE)


def _resource(verb: Verb, facts: Raw, account: str) -> What:
    recipients = list(_addresses(facts.get("to")))
    if verb.resource == "account":
        return What(type="account", id=facts.get("accountId"), name=account)
    if verb.resource == "address":
        return What(type="address", id=facts.get("remoteIp"), name=account or facts.get("remoteIp"))
    if verb.resource == "message":
        name = ", ".join(recipients) or account or text(facts.get("domain"))
        return What(type="message", id=facts.get("queueId") or facts.get("messageId"), name=name)
    return What(type="server", name=account or ", ".join(recipients))


def _tenant(facts: Raw, account: str, directory: Directory) -> str | None:
    """Return whose domain the account, a recipient or the sender has."""
    for address in (account, *_addresses(facts.get("to")), *_addresses(facts.get("from"))):
        if slug := directory.tenant_of_address(address):
            return slug
    identity = text(facts.get("accountId"))
    return tenant_of(directory.person_at(SOURCE, identity)) if identity else None


def _addresses(value: Any) -> Iterator[str]:
    """Yield addresses from what is a string here and a list there; `<>` is nobody."""
    for one in value if isinstance(value, list) else [value]:
        found = text(one)
        if found and found != "<>":
            yield found
