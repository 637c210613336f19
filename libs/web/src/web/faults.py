"""Why a page isn't shown.

Fault
├── Unauthenticated (401)
│   └── SignInRequired             sign_in_required
├── Forbidden (403)
│   ├── FormNotOurs                form_not_ours
│   └── SignInRefused              sign_in_refused
├── Malformed (422)
│   └── SignInBroken               sign_in_broken
├── NotFound (404)
│   └── PageNotFound               page_not_found
└── Unavailable (503)
    ├── GatewayUnreachable         gateway_unreachable
    └── ProviderUnreachable        provider_unreachable
"""

from contracts.faults import Forbidden, Malformed, NotFound, Unauthenticated, Unavailable


class SignInRequired(Unauthenticated):
    """Nobody is signed in, or not any more."""

    reason = "sign_in_required"


class FormNotOurs(Forbidden):
    """A form that this person's session didn't give out (CSRF)."""

    reason = "form_not_ours"


class SignInRefused(Forbidden):
    """The identity provider let the person not in."""

    reason = "sign_in_refused"


class SignInBroken(Malformed):
    """The answer of a sign-in doesn't belong to one that this browser began."""

    reason = "sign_in_broken"


class PageNotFound(NotFound):
    """No such page."""

    reason = "page_not_found"


class GatewayUnreachable(Unavailable):
    """The gateway gave no answer of its own."""

    reason = "gateway_unreachable"


class ProviderUnreachable(Unavailable):
    """The identity provider gave no usable answer."""

    reason = "provider_unreachable"
