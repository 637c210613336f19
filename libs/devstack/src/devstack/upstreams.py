"""Stand-ins for Stalwart and oCIS: signed batches and log lines in their shapes."""

import base64
import hmac
import json
import random
import sqlite3
import time
import uuid
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import httpx2

from devstack.identity.events import ANONYMOUS, BRAND, MASKED, STAGE, timestamp
from devstack.ingest import STALWART_SECRET
from devstack.layout import Layout
from devstack.spaces import NOBODYS, somebodys

_ACCOUNTS = ("admin@acme.example", "wile@acme.example", "ingrid.berg@nordlys.example")
_ACTIONS = ("file_create", "container_create", "file_rename", "file_shared", "file_delete")


def signature(body: bytes, *, secret: str = STALWART_SECRET) -> str:
    """Sign as Stalwart does: padded Base64 of HMAC-SHA-256 over the exact bytes."""
    return base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()


def push(layout: Layout, events: Sequence[dict[str, Any]]) -> httpx2.Response:
    """Send one signed batch."""
    body = json.dumps({"events": list(events)}).encode()
    headers = {"X-Signature": signature(body), "Content-Type": "application/json"}
    return httpx2.post(
        layout.stalwart_webhook_url, content=body, headers=headers, trust_env=False, timeout=20.0
    )


def stalwart_events(count: int) -> list[dict[str, Any]]:
    """Make failed logins and a ban, as Stalwart up to 0.16.10 tells them."""
    second = int(time.time())
    at = datetime.fromtimestamp(second, UTC).isoformat().replace("+00:00", "Z")
    events = []
    for number in range(count):
        is_last = number == count - 1
        kind = "security.authentication-ban" if is_last else "auth.failed"
        events.append(
            {
                "id": f"{second}{33 if is_last else 35}",
                "createdAt": at,
                "type": kind,
                "data": {
                    "accountName": random.choice(_ACCOUNTS),  # noqa: S311
                    "reason": "Authentication failed",
                    "remoteIp": "198.51.100.77",
                    "remotePort": 50_000 + number,
                    "spanId": random.getrandbits(63),
                },
            }
        )
    return events


def ocis_line(action: str, *, user: str, number: int, space: str = NOBODYS.space) -> str:
    """Write a line of the audit log, as oCIS 7 does."""
    at = datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    file = f"storage-users-1${space}!{number:08x}"
    line: dict[str, Any] = dict.fromkeys(("RemoteAddr", "User", "URL", "Method", "UserAgent"), "")
    line |= {"Time": at, "App": "admin_audit"}
    line |= {"Message": f"user '{user}' {action} '{file}'", "Action": action}
    line |= {"CLI": False, "Level": 1, "Path": f"./Entwurf {number}.odt", "Owner": ""}
    return json.dumps(line | {"FileID": file}, ensure_ascii=False)


def append_lines(layout: Layout, lines: Sequence[str]) -> None:
    """Append to the log as oCIS does: opened anew for each line."""
    layout.ocis_audit_path.parent.mkdir(parents=True, exist_ok=True)
    for line in lines:
        with layout.ocis_audit_path.open("a", encoding="utf-8") as log:
            log.write(f"{line}\n")


def write_failed_logins(layout: Layout, typed: Sequence[str]) -> None:
    """Put events into the identity provider's list, many at once: one for each name typed."""
    columns = ("pk", "action", "app", "username", "client_ip", "created", "content")
    with closing(
        sqlite3.connect(layout.data / "identity" / "identity.sqlite", timeout=20)
    ) as store:
        for name in typed:
            now = time.time()
            event = {
                "pk": str(uuid.uuid4()),
                "user": ANONYMOUS,
                "action": "login_failed",
                "app": "authentik.events.signals",
                "context": {"username": name, "password": MASKED, "stage": STAGE},
                "client_ip": "198.51.100.9",
                "created": timestamp(now),
                "expires": timestamp(now + 86_400),
                "brand": BRAND,
            }
            row = {**event, "username": name, "created": now, "content": json.dumps(event)}
            store.execute(
                "INSERT INTO events (pk, action, app, username, client_ip, created, content)"
                " VALUES (:pk, :action, :app, :username, :client_ip, :created, :content)",
                {column: row[column] for column in columns},
            )
        store.commit()


def send(layout: Layout, upstream: str) -> str:
    """Let something happen at an upstream of the running stack; say what."""
    if upstream == "stalwart":
        push(layout, stalwart_events(6)).raise_for_status()
        return "stalwart: five failed logins and a ban, in one signed batch"
    whose = somebodys(layout)
    lines = [
        ocis_line(action, user=whose.user, number=number, space=whose.space)
        for number, action in enumerate((*_ACTIONS, "file_read"))
    ]
    append_lines(layout, lines)
    return f"ocis: six lines about {whose.name}, of which file_read makes no entry"
