"""The login page: username or address, and password."""

from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from devstack.identity.account import Account
from devstack.identity.applications import find_application
from devstack.identity.authorize import PATH as AUTHORIZE
from devstack.identity.demo_accounts import DEMO_ACCOUNTS
from devstack.identity.pages import render
from devstack.identity.provider import provider_of

HOME = "/"


async def show_login(request: Request) -> Response:
    """Show the form, filled with `login_hint` where the application sent one."""
    onward = safe_target(request.query_params.get("next"))
    return _page(request, onward=onward, username=_asked(onward, "login_hint"))


async def log_in(request: Request) -> Response:
    """Start a session and go on to where the browser came from."""
    provider = provider_of(request)
    async with request.form(max_files=0, max_fields=20) as form:
        onward = safe_target(form.get("next"))
        username, password = _credentials(form)
        if not provider.forms.is_own(form, request=request):
            error = "This page was open too long, or cookies are off. Try again."
            return _page(request, onward=onward, username=username, error=error, status=403)
    account = await provider.accounts.authenticate(username, password=password)
    if account is None:
        provider.events.sign_in_failed(
            username, account=provider.accounts.find(username), request=request
        )
        error = "No active account has this username and password."
        return _page(request, onward=onward, username=username, error=error, status=401)
    return _welcome(account, onward=onward, request=request)


def safe_target(target: object) -> str:
    """Only back to the authorization endpoint of this provider: no open redirect."""
    is_own = isinstance(target, str) and target.startswith(f"{AUTHORIZE}?") and target.isprintable()
    return str(target) if is_own else HOME


def _credentials(form: FormData) -> tuple[str, str]:
    demo = next((one for one in DEMO_ACCOUNTS if one.account.username == form.get("demo")), None)
    if demo is not None:
        return demo.account.username, demo.password
    username, password = form.get("username"), form.get("password")
    return (
        username.strip() if isinstance(username, str) else "",
        password if isinstance(password, str) else "",
    )


def _welcome(account: Account, *, onward: str, request: Request) -> Response:
    provider = provider_of(request)
    response = RedirectResponse(onward, 303, headers={"Cache-Control": "no-store"})
    provider.sessions.start(account, request=request, response=response)
    provider.events.signed_in(account, request=request)
    return response


def _page(
    request: Request, *, onward: str, username: str, error: str = "", status: int = 200
) -> Response:
    provider = provider_of(request)
    application = find_application(_asked(onward, "client_id"))
    token = provider.forms.token(request)
    response = render(
        "login.html",
        status=status,
        application=application,
        onward=onward,
        username=username,
        error=error,
        csrf=token,
    )
    provider.forms.remember(token, response=response)
    return response


def _asked(onward: str, name: str) -> str:
    return parse_qs(urlsplit(onward).query).get(name, [""])[0]
