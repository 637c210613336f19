"""The audit log as it grows, over HTTP: followed, cut, resumed; each sees their own."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

pytestmark = pytest.mark.slow


async def events(lines: AsyncIterator[str]) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Give id and entry of each event."""
    identity = ""
    async for line in lines:
        if line.startswith("id: "):
            identity = line.removeprefix("id: ")
        elif line.startswith("data: "):
            yield identity, json.loads(line.removeprefix("data: "))


async def told(
    person: Any, count: int, *, last_id: str = "", **asked: str
) -> tuple[str, list[Any]]:
    """Follow until so many entries came, then hang up; return the last id and the entries."""
    headers = {"Last-Event-ID": last_id} if last_id else {}
    seen: list[Any] = []
    async with person.client.stream(
        "GET", "/audit/stream", params=asked, headers=headers
    ) as answer:
        assert answer.status_code == 200
        async for identity, entry in events(answer.aiter_lines()):
            seen.append(entry)
            if len(seen) == count:
                return identity, seen
    raise AssertionError(seen)


async def add(operator: Any, slug: str, count: int, *, first: int = 0) -> None:
    """Leave entries on a tenant's timeline: domains of theirs."""
    for number in range(first, first + count):
        body = {"domain": f"d{number}.{slug}.example"}
        answer = await operator.send("POST", f"/tenants/{slug}/domains", body)
        assert answer.is_success, answer.text


async def test_followed_and_resumed(people: dict[str, Any]):
    """Every entry once, in order, across a cut; an admin's stream tells of their tenant alone."""
    operator, admin = people["operator"], people["acme-admin"]
    for slug in ("streamed", "streamed-too"):
        made = await operator.send("POST", "/tenants", {"slug": slug, "name": slug})
        assert made.is_success, made.text
    body = {"email": "admin@acme.localhost", "role": "admin"}
    assert (await operator.send("POST", "/tenants/streamed/users", body)).is_success
    await add(operator, "streamed", 3)
    await add(operator, "streamed-too", 2)
    asked = {"q": "action:domain.added tenant:streamed,streamed-too", "after": "-1"}
    last, first = await told(operator, 4, **asked)
    await add(operator, "streamed", 2, first=3)
    _, rest = await told(operator, 3, last_id=last, **asked)
    indexes = [entry["index"] for entry in first + rest]
    assert indexes == sorted(set(indexes))
    assert [entry["tenantSlug"] for entry in first + rest] == [
        *["streamed"] * 3,
        *["streamed-too"] * 2,
        *["streamed"] * 2,
    ]
    assert first[0]["sentence"].endswith("added the domain d0.streamed.example to streamed")
    _, own = await told(admin, 5, **asked)
    assert {entry["tenantSlug"] for entry in own} == {"streamed"}
    # Other journeys want an admin of one tenant.
    users = (await operator.send("GET", "/tenants/streamed/users")).json()["items"]
    left = await operator.send("DELETE", f"/tenants/streamed/members/{users[0]['id']}")
    assert left.is_success, left.text


async def test_by_a_viewer_token(people: dict[str, Any]):
    """Without an account: the tenant's entries as they come, until the token is revoked."""
    operator = people["operator"]
    for slug in ("viewed", "not-viewed"):
        made = await operator.send("POST", "/tenants", {"slug": slug, "name": slug})
        assert made.is_success, made.text
    answer = await operator.send("POST", "/audit/viewer-tokens", {"tenantSlug": "viewed"})
    token, identity = answer.json()["token"], answer.json()["viewerToken"]["id"]
    seen: list[dict[str, Any]] = []
    async with people["stranger"].client.stream(
        "GET", "/audit/stream", params={"after": "-1"}, headers={"Viewer-Token": token}
    ) as stream:
        assert stream.status_code == 200
        async for _, told in events(stream.aiter_lines()):
            seen.append(told)
            if told.get("action") == "viewer_token.used":
                revoked = await operator.send("DELETE", f"/audit/viewer-tokens/{identity}")
                assert revoked.is_success, revoked.text
    *entries, closed = seen
    assert closed["reason"] == "viewer_token_refused"
    assert {entry["tenantSlug"] for entry in entries} == {"viewed"}
    actions = [entry["action"] for entry in entries]
    assert actions[0] == "tenant.created"
    assert actions.count("viewer_token.used") == 1
