"""What happened at this provider, in the shape of authentik's events (facts: A3 to A6)."""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from starlette.requests import Request

from devstack.identity.account import Account
from devstack.identity.store import Store

RETENTION_SECONDS = 365 * 86_400
ANONYMOUS = {"pk": 1, "username": "AnonymousUser", "email": ""}
MASKED = "*" * 20
BRAND = {
    "app": "authentik_brands",
    "model_name": "brand",
    "name": "Default brand",
    "pk": "3c2f1a2041d041a6bcde21f43545cb8e",
}
STAGE = {
    "app": "authentik_stages_password",
    "model_name": "passwordstage",
    "name": "default-authentication-password",
    "pk": "7d1f5b0c52e94c0c9a6a3f1b2c4d5e6f",
}

log = structlog.get_logger(__name__)


class Events:
    """Written when they happen; only the API reads them."""

    def __init__(self, store: Store, *, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def signed_in(self, account: Account, *, request: Request) -> None:
        """A password was right."""
        context = {"auth_method": "password", "auth_method_args": {"known_device": False}}
        self._write("login", account, context=context, request=request)

    def sign_in_failed(self, login: str, *, account: Account | None, request: Request) -> None:
        """The account that the name belongs to is named, though nobody proved to be it."""
        context = {"username": login, "password": MASKED, "stage": STAGE}
        self._write("login_failed", account, context=context, request=request)

    def signed_out(self, account: Account, *, request: Request) -> None:
        """A session ended."""
        self._write("logout", account, context={}, request=request)

    def password_set(self, account: Account, *, request: Request) -> None:
        """The event's user is whose password it is, not who set it."""
        self._write("password_set", account, context={}, request=request)

    def authorized(
        self, account: Account, *, slug: str, name: str, scopes: tuple[str, ...], request: Request
    ) -> None:
        """An application got a code."""
        application = {
            "app": "authentik_core",
            "model_name": "application",
            "name": name,
            "pk": uuid.uuid5(uuid.NAMESPACE_URL, slug).hex,
        }
        context = {
            "authorized_application": application,
            "flow": uuid.uuid5(uuid.NAMESPACE_URL, "default-authentication-flow").hex,
            "scopes": " ".join(scopes),
        }
        self._write("authorize_application", account, context=context, request=request)

    def _write(
        self, action: str, account: Account | None, *, context: dict[str, Any], request: Request
    ) -> None:
        now, pk = self._now(), str(uuid.uuid4())
        client_ip = request.client.host if request.client is not None else "255.255.255.255"
        user = ANONYMOUS if account is None else user_of(account)
        event = {
            "pk": pk,
            "user": user,
            "action": action,
            "app": "authentik.events.signals",
            "context": context | {"http_request": _http_request(request)},
            "client_ip": client_ip,
            "created": timestamp(now),
            "expires": timestamp(now + RETENTION_SECONDS),
            "brand": BRAND,
        }
        self._store.change(
            "INSERT INTO events (pk, action, app, username, client_ip, created, content)"
            " VALUES (:pk, :action, :app, :username, :client_ip, :created, :content)",
            {
                **{name: event[name] for name in ("pk", "action", "app", "client_ip")},
                "username": user["username"],
                "created": now,
                "content": json.dumps(event),
            },
        )
        log.info(action, username=user["username"], client_ip=client_ip)


def user_of(account: Account) -> dict[str, Any]:
    """Neither groups nor name: authentik's events have none."""
    return {"pk": account.id, "username": account.username, "email": account.email}


def timestamp(seconds: float) -> str:
    """RFC 3339 in microseconds, which are left out when they are zero."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _http_request(request: Request) -> dict[str, Any]:
    # The raw query would carry state and challenge of a login under way: names suffice.
    return {
        "path": request.url.path,
        "method": request.method,
        "args": dict.fromkeys(request.query_params, MASKED),
        "user_agent": request.headers.get("user-agent", ""),
        "request_id": uuid.uuid4().hex,
    }
