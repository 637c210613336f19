"""What the gateway itself refuses, besides tokens and access.

Fault
├── RouteNotFound            404  route_not_found
├── MethodNotAllowed         405  method_not_allowed
├── BodyTooSlow              408  body_too_slow
├── BodyTooLarge             413  body_too_large
├── MediaTypeNotSupported    415  media_type_not_supported
├── IdempotencyKeyMalformed  422  idempotency_key_malformed
├── VersionMissing           428  if_match_missing
├── VersionMalformed         422  if_match_malformed
├── RateExceeded             429  rate_exceeded
└── NotReady                 503  starting
"""

from contracts.faults import (
    Fault,
    Malformed,
    NotFound,
    PreconditionRequired,
    TooLarge,
    TooManyRequests,
    Unavailable,
)


class RouteNotFound(NotFound):
    """No route has this path."""

    reason = "route_not_found"


class MethodNotAllowed(Fault):
    """The path exists, with other methods."""

    status = 405
    reason = "method_not_allowed"


class BodyTooSlow(Fault):
    """The body did not arrive within the request's time."""

    status = 408
    reason = "body_too_slow"


class BodyTooLarge(TooLarge):
    """More than will be read."""

    reason = "body_too_large"


class MediaTypeNotSupported(Fault):
    """Bodies are JSON."""

    status = 415
    reason = "media_type_not_supported"


class IdempotencyKeyMalformed(Malformed):
    """A key is 1 to 255 visible ASCII characters."""

    reason = "idempotency_key_malformed"


class VersionMissing(PreconditionRequired):
    """The change doesn't say which version it is based on."""

    reason = "if_match_missing"


class VersionMalformed(Malformed):
    """If-Match doesn't name one version."""

    reason = "if_match_malformed"


class RateExceeded(TooManyRequests):
    """Faster than one actor or address may."""

    reason = "rate_exceeded"


class NotReady(Unavailable):
    """The gateway has started, the bus or the directory isn't there yet."""

    reason = "starting"
