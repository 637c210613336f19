"""/-/: health for everybody, and what tests and developers do from this machine alone."""

import sqlite3

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from devstack.identity.account import Account
from devstack.identity.provider import provider_of
from devstack.standins.local import is_local, refused


class AccountRequest(BaseModel):
    """The body of POST /-/accounts."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)

    username: str = Field(min_length=1, pattern=r"^[^\s@]+$")
    email: str = Field(pattern=r"^\S+@\S+$")
    password: str = Field(min_length=1)
    name: str = ""
    groups: tuple[str, ...] = ()
    email_verified: bool = True
    is_active: bool = True


async def live(_: Request) -> Response:
    """The process answers."""
    return Response()


async def ready(request: Request) -> Response:
    """The store answers as well."""
    try:
        provider_of(request).store.one("SELECT 1", {})
    except sqlite3.Error:
        return Response(status_code=503)
    return Response()


async def rotate(request: Request) -> Response:
    """Rotate the signing keys."""
    if not is_local(request):
        return refused()
    return JSONResponse(await provider_of(request).keys.rotate())


async def save_account(request: Request) -> Response:
    """Create an account, or replace the one of that name."""
    provider = provider_of(request)
    if not is_local(request):
        return refused()
    try:
        wanted = AccountRequest.model_validate_json(await request.body())
    except ValidationError as error:
        body = error.json(include_url=False, include_context=False, include_input=False)
        return Response(body, status_code=422, media_type="application/json")
    known = provider.accounts.find(wanted.username)
    members = wanted.model_dump(exclude={"password"})
    members["name"] = wanted.name or wanted.username
    account = await provider.accounts.save(Account(**members), password=wanted.password)
    provider.events.password_set(account, request=request)
    return JSONResponse(
        {"pk": account.id, "username": account.username, "subject": account.subject},
        status_code=201 if known is None else 200,
    )
