"""From an authentik event to an audit entry: pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ingest import (
    Directory,
    Malformed,
    Outcome,
    Raw,
    Redactor,
    What,
    Who,
    looks_like_password,
    moment,
    tenant_of,
    tenant_of_groups,
    text,
    token,
    told,
)

SOURCE = "authentik"
VERBS = {"password_set": "password_changed", "token_view": "secret_view"}
_FAILURES = frozenset(
    {
        "login_failed",
        "policy_exception",
        "property_mapping_exception",
        "system_exception",
        "system_task_exception",
        "configuration_error",
    }
)
_DENIALS = frozenset({"suspicious_request", "access_request_denied"})
# Context key of what the event is about, in the order of looking; refs are {app, model_name, pk}.
_REFERENCES = (
    "authorized_application",
    "model",
    "secret",
    "token",
    "invitation",
    "source",
    "export",
    "provider",
)
_ABOUT_THE_USER = frozenset({"login", "logout", "login_failed", "user_write", "password_set"})
_MAIL_BODY = {"body": "[mail body removed]"}
_IN_PATH = re.compile(r"/core/users/(\d+)/")


def normalise(
    raw: Raw,
    directory: Directory,
    *,
    groups: Sequence[str] = (),
    service_accounts: Sequence[str] = ("svc-", "ak-outpost-"),
) -> Outcome:
    """Return the entry; `groups` are names that were looked up for the event's user.

    An event nobody has heard of passes under its own name.
    """
    action, pk, at = raw.get("action"), text(raw.get("pk")), moment(raw.get("created"))
    if not pk or not isinstance(action, str) or not token(action) or at is None:
        return Malformed("pk, action or created is missing")
    user, context = _object(raw.get("user")), _object(raw.get("context"))
    name = token(action)
    typed = text(context.get("username")) if name == "login_failed" else ""
    tenant, found_by = _tenant(raw, user, context, directory, groups)
    metadata: dict[str, Any] = {"tenantBy": found_by} if tenant else {}
    if behalf := _object(user.get("on_behalf_of")):
        metadata["onBehalfOf"] = {key: text(behalf.get(key)) for key in ("pk", "username", "email")}
    return told(
        source=SOURCE,
        verb=VERBS.get(name, name),
        at=at,
        actor=_actor(name, user, raw.get("client_ip"), service_accounts),
        resource=_resource(name, user, context),
        outcome=_outcome(name),
        tenant=tenant,
        external_id=pk,
        raw=raw,
        redactor=Redactor(
            secrets=[typed] if looks_like_password(typed) else [],
            drop=_MAIL_BODY if name == "email_sent" else None,
        ),
        metadata=metadata,
    )


def _outcome(name: str) -> str:
    if name in _DENIALS:
        return "denied"
    return "failure" if name in _FAILURES else "success"


def _actor(name: str, user: Raw, ip: Any, service_accounts: Sequence[str]) -> Who:
    if name == "password_set":
        # The event names whose password it is; who set it, nobody tells.
        return Who(type="external", ip=ip)
    # In a flow the user may be somebody who is yet to prove it.
    proven = _object(user.get("authenticated_as")) or user
    username = text(proven.get("username"))
    if not proven:
        return Who(type="system", id=SOURCE, ip=ip)
    if name == "login_failed" or username == "AnonymousUser":
        return Who(type="anonymous", ip=ip)
    is_service = username.startswith(tuple(service_accounts))
    return Who(
        type="service" if is_service else "user",
        id=proven.get("pk"),
        email=proven.get("email"),
        name=username,
        ip=ip,
    )


def _resource(name: str, user: Raw, context: Raw) -> What:
    behalf = _object(user.get("on_behalf_of"))
    if name.startswith("impersonation_"):
        path = _IN_PATH.search(text(_object(context.get("http_request")).get("path")))
        return What(type="user", id=path[1]) if path and not behalf else _user(behalf)
    if name == "login_failed":
        known = text(user.get("username")) not in {"", "AnonymousUser"}
        return What(type="user", id=user.get("pk") if known else "", name=context.get("username"))
    if name in _ABOUT_THE_USER:
        return _user(user)
    if name == "email_sent":
        to = context.get("to_email")
        names = ", ".join(map(text, to)) if isinstance(to, list) else text(to)
        return What(type="email", id=user.get("pk"), name=names or user.get("email"))
    return _referred(context) or (_user(behalf or user) if user else What(type=SOURCE))


def _referred(context: Raw) -> What | None:
    for key in _REFERENCES:
        if reference := _object(context.get(key)):
            kind = text(reference.get("model_name")) or key
            return What(type=kind, id=reference.get("pk"), name=reference.get("name"))
    return None


def _tenant(
    raw: Raw, user: Raw, context: Raw, directory: Directory, groups: Sequence[str]
) -> tuple[str | None, str]:
    """Return the tenant and what told it: the person concerned before the one who acts."""
    for one in (_object(user.get("on_behalf_of")), user):
        person = directory.person_at(SOURCE, text(one.get("pk"))) if one.get("pk") else None
        person = person or directory.person(text(one.get("email")))
        if slug := tenant_of(person):
            return slug, "membership"
    if slug := tenant_of_groups(groups, directory):
        return slug, "group"
    if slug := tenant_of_groups(_groups_in(raw, context), directory):
        return slug, "group_name"
    return None, ""


def _groups_in(raw: Raw, context: Raw) -> Sequence[str]:
    """Return groups named by the event itself: listed, or the one that was changed."""
    listed = [raw.get("groups"), context.get("groups")]
    names = [
        text(one.get("name")) if isinstance(one, dict) else text(one)
        for groups in listed
        if isinstance(groups, list)
        for one in groups
    ]
    model = _object(context.get("model"))
    return [*names, text(model.get("name"))] if model.get("model_name") == "group" else names


def _user(user: Raw) -> What:
    return What(
        type="user", id=user.get("pk"), name=text(user.get("email")) or text(user.get("username"))
    )


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
