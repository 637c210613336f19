"""What an application asks when it sends a browser here, and whether that can be answered."""

import re
from dataclasses import dataclass

from starlette.requests import Request

from devstack.identity.applications import Application, find_application
from devstack.identity.parameters import Refused, once
from devstack.identity.redirects import is_allowed

CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # RFC 7636 §4.2: a SHA-256 in base64url


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose answer may be sent to its redirect address."""

    application: Application
    redirect_uri: str
    parameters: dict[str, str]


def read_addressee(request: Request) -> Asked:
    """Find out whom an answer may be sent to; a refusal of this kind is not sent anywhere."""
    parameters = once(request.query_params.multi_items())
    application = find_application(parameters.get("client_id", ""))
    if application is None:
        raise Refused("invalid_request", "No application has this client_id.")
    redirect_uri = parameters.get("redirect_uri", "")
    if not is_allowed(redirect_uri):
        raise Refused(
            "invalid_request",
            "The redirect_uri must be an http(s) address on this machine: localhost,"
            " *.localhost or a loopback address, any port.",
        )
    return Asked(application, redirect_uri, parameters)


def check(parameters: dict[str, str]) -> None:
    """Refuse what is not supported, PKCE's plain method and its absence among it."""
    if "request" in parameters or "request_uri" in parameters:
        name = "request" if "request" in parameters else "request_uri"
        raise Refused(f"{name}_not_supported", "Request objects are not supported.")
    if parameters.get("response_type") != "code":
        raise Refused("unsupported_response_type", "Only response_type=code is supported.")
    if parameters.get("response_mode", "query") != "query":
        raise Refused("invalid_request", "Only response_mode=query is supported.")
    if parameters.get("code_challenge_method", "plain") != "S256":
        raise Refused("invalid_request", "PKCE is required: code_challenge_method=S256.")
    if not CHALLENGE.fullmatch(parameters.get("code_challenge", "")):
        raise Refused("invalid_request", "The code_challenge must be 43 base64url characters.")
    max_age = parameters.get("max_age", "0")
    if not max_age.isascii() or not max_age.isdigit():
        raise Refused("invalid_request", "max_age must be a number of seconds.")
    prompts = parameters.get("prompt", "").split()
    if "none" in prompts and len(prompts) > 1:
        raise Refused("invalid_request", "prompt=none stands alone.")
