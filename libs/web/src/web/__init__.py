"""What the applications of people share: sign-in, sessions, the gateway, pages."""

from web.application import Application, build
from web.arriving import Arriving, Greeting, Visiting
from web.auth import sign_in_path
from web.downloads import downloaded
from web.forms import Form
from web.server import serve
from web.settings import WebSettings
from web.site import Look, Site
from web.streams import passed_on
from web.visit import Visit

__all__ = [
    "Application",
    "Arriving",
    "Form",
    "Greeting",
    "Look",
    "Site",
    "Visit",
    "Visiting",
    "WebSettings",
    "build",
    "downloaded",
    "passed_on",
    "serve",
    "sign_in_path",
]
