"""From a code host's webhook to an audit entry: pure. The sample of docs/adding-a-source.md."""

from ingest import (
    Directory,
    Malformed,
    Outcome,
    Raw,
    Redactor,
    Skipped,
    What,
    Who,
    moment,
    tenant_of,
    text,
    token,
    told,
)

SOURCE = "codehost"
VERBS = {"push": "code_pushed", "member": "member_changed", "public": "repository_published"}
_NOISE = frozenset({"star", "watch"})


def normalise(raw: Raw, directory: Directory, *, delivery: str) -> Outcome:
    """Return the entry; `delivery` is a header, the same when a delivery is repeated."""
    kind, sender = raw.get("event"), raw.get("sender")
    if not isinstance(kind, str) or not isinstance(sender, dict):
        return Malformed("event or sender is missing")
    if kind in _NOISE:
        return Skipped(f"noise:{kind}")
    person = directory.person(text(sender.get("email")))
    repository = raw.get("repository") if isinstance(raw.get("repository"), dict) else {}
    return told(
        source=SOURCE,
        verb=VERBS.get(kind, token(kind)),
        at=moment(raw.get("at")),
        actor=Who(
            type="user", id=sender.get("id"), email=sender.get("email"), name=sender.get("login")
        ),
        resource=What(type="repository", id=repository.get("id"), name=repository.get("full_name")),
        outcome="success",
        tenant=tenant_of(person),
        external_id=delivery,
        raw=raw,
        redactor=Redactor(),
    )
