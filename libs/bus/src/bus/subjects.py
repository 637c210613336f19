"""Every subject is built here, from tokens that cannot change its shape.

Five roots that never overlap: a stream on one of them must not store, and acknowledge, another's
messages.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

RPC = "rpc"
EVENT = "event"
AUDIT = "audit"
DEAD = "dead"
# Told to whoever listens at the moment; no stream keeps it.
LIVE = "live"
ROOTS = (RPC, EVENT, AUDIT, DEAD, LIVE)

NO_TENANT = "_"
# On a bulk subject (ADR 0090): each entry names its tenant. No slug is a dash alone.
SEVERAL_TENANTS = "-"
BULK = "bulk"

_TOKEN = re.compile(r"[A-Za-z0-9_-]+")
_KEY = re.compile(r"[-/_=A-Za-z0-9]+(\.[-/_=A-Za-z0-9]+)*")
_LITERAL = re.compile(r"[^\s.*>]+(\.[^\s.*>]+)*")
_PREFIX_TOKENS = 3


@dataclass(frozen=True, slots=True)
class AuditSubject:
    """What an audit subject says; `tenant` is None for what concerns no tenant."""

    source: str
    tenant: str | None
    action: str


@dataclass(frozen=True, slots=True)
class BulkSubject:
    """What a bulk subject says; with `names_several`, each entry names its own tenant."""

    source: str
    tenant: str | None
    names_several: bool


def rpc(service: str, version: str, name: str) -> str:
    """Return where `service` answers the rpc `name`."""
    return _join(RPC, service, version, name)


def event(service: str, tenant: str | None, past_tense: str) -> str:
    """Return where `service` tells what happened."""
    return _join(EVENT, service, _tenant(tenant), past_tense)


def audit(source: str, tenant: str | None, action: str) -> str:
    """Return where `source` publishes entries of `action`, e.g. `tenant.suspended`."""
    return _join(AUDIT, source, _tenant(tenant), *action.split("."))


def bulk(source: str, tenant: str | None) -> str:
    """Return where `source` publishes many entries in one message; they name their actions.

    `SEVERAL_TENANTS` for entries that name their tenants too.
    """
    return _join(AUDIT, source, _tenant(tenant), BULK)


def dead(stream: str, durable: str) -> str:
    """Return where the consumer `durable` leaves what it gave up."""
    return _join(DEAD, stream, durable)


def live(service: str, name: str) -> str:
    """Return where `service` tells what counts only now; `*` listens to all services."""
    return f"{LIVE}.*.{_checked(name)}" if service == "*" else _join(LIVE, service, name)


def discovery(verb: str, *path: str) -> str:
    """Return where services answer `verb` (ADR-32): all, those of a name, one instance."""
    return ".".join(("$SRV", *(_checked(token) for token in (verb, *path))))


def value(bucket: str, key: str) -> str:
    """Return where a bucket's key is stored (ADR-8)."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a key: {key!r}")
    return f"$KV.{_checked(bucket)}.{key}"


def parse_audit(subject: str) -> AuditSubject:
    """Take an audit subject apart; raise ValueError for any other."""
    root, *tokens = subject.split(".")
    if root != AUDIT or len(tokens) < _PREFIX_TOKENS or not all(map(_TOKEN.fullmatch, tokens)):
        raise ValueError(f"not audit.<source>.<tenant or _>.<action>: {subject!r}")
    source, tenant, *action = tokens
    return AuditSubject(source, None if tenant == NO_TENANT else tenant, ".".join(action))


@lru_cache(maxsize=4096)
def parse_bulk(subject: str) -> BulkSubject | None:
    """Take a bulk subject apart; None for any other."""
    root, *tokens = subject.split(".")
    if root != AUDIT or tokens[2:] != [BULK] or not all(map(_TOKEN.fullmatch, tokens)):
        return None
    source, tenant, _ = tokens
    several = tenant == SEVERAL_TENANTS
    return BulkSubject(source, None if several or tenant == NO_TENANT else tenant, several)


def require_literal(subject: str) -> None:
    """Refuse what can't be published to, or would break the protocol."""
    if not _LITERAL.fullmatch(subject):
        raise ValueError(f"not a subject: {subject!r}")


def matches(pattern: str, subject: str) -> bool:
    """Say whether a subscription to `pattern` (`*` one token, `>` the rest) receives `subject`."""
    wanted, given = pattern.split("."), subject.split(".")
    for index, part in enumerate(wanted):
        if part == ">":
            return len(given) > index
        if index >= len(given) or part not in ("*", given[index]):
            return False
    return len(wanted) == len(given)


def overlap(one: str, other: str) -> bool:
    """Say whether some subject matches both patterns."""
    left, right = one.split("."), other.split(".")
    for mine, theirs in zip(left, right, strict=False):
        if ">" in (mine, theirs):
            return True
        if "*" not in (mine, theirs) and mine != theirs:
            return False
    return len(left) == len(right)


def _tenant(slug: str | None) -> str:
    if slug == NO_TENANT:
        raise ValueError("a tenant cannot be named _")
    return slug or NO_TENANT


def _join(*tokens: str) -> str:
    return ".".join(_checked(token) for token in tokens)


def _checked(token: str) -> str:
    if not _TOKEN.fullmatch(token):
        raise ValueError(f"not a subject token: {token!r}")
    return token
