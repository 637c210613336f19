"""What all requests of one running application share."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import aiohttp

from web.cookies import Cookies
from web.gateway.offers import Offers
from web.oidc.sign_in import SignIn
from web.sessions.keeper import Keeper
from web.sessions.store import Store
from web.settings import WebSettings
from web.templating import Templates

if TYPE_CHECKING:
    from web.visit import Visit

# What the frame around every page shows: state of the platform, counters, the account.
Frame = Callable[["Visit"], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one application presents itself."""

    # Of the whole application: "Dezky console".
    title: str
    # Whom it is for, on the sign-in page.
    audience: str
    # What somebody lacks who may not enter.
    needed: str
    frame: Frame
    # Raises Forbidden for who may not enter; asked where a page asks the gateway nothing.
    admit: Callable[["Visit"], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Built when the server starts."""

    settings: WebSettings
    look: Look
    cookies: Cookies
    templates: Templates
    http: aiohttp.ClientSession
    offers: Offers
    store: Store
    keeper: Keeper
    sign_in: SignIn
    now: Callable[[], datetime]
