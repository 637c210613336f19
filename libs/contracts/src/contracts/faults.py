"""Every way an rpc can be refused.

Fault                        500
├── Malformed                422  the payload breaks a rule of its contract
├── Unauthenticated          401  no token, or one that proves nothing
├── Forbidden                403  known, but may not
├── NotFound                 404  absent, or nothing the caller may know of
├── Conflict                 409  the state of things forbids it
├── StaleVersion             412  changed by somebody else meanwhile
├── TooLarge                 413  more than will be read
├── PreconditionRequired     428  say which version you change
├── TooManyRequests          429  later
├── Internal                 500  our mistake, told to nobody but the log
├── Unavailable              503  nobody answered
└── TooLate                  504  nobody answered in time
"""

from typing import Self

from pydantic import ValidationError

from contracts.fault import Fault
from contracts.platform.v1 import FieldError, Problem

__all__ = [
    "Conflict",
    "Fault",
    "Forbidden",
    "Internal",
    "Malformed",
    "NotFound",
    "PreconditionRequired",
    "StaleVersion",
    "TooLarge",
    "TooLate",
    "TooManyRequests",
    "Unauthenticated",
    "Unavailable",
]


class Malformed(Fault):
    """The payload breaks a rule of its contract."""

    status = 422
    reason = "malformed"

    @classmethod
    def of(cls, problem: Problem | ValidationError) -> Fault:
        """Make one of a problem, or of what pydantic refused."""
        if isinstance(problem, Problem):
            return super().of(problem)
        return cls.because(problem)

    @classmethod
    def because(cls, error: ValidationError) -> Self:
        """Tell each refused field by its dotted path, as the caller wrote it."""
        errors = [
            FieldError(field=".".join(map(str, one["loc"])), message=one["msg"])
            for one in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        return cls("The request breaks its contract.", errors=errors)


class Unauthenticated(Fault):
    """No token, or one that proves nothing."""

    status = 401
    reason = "unauthenticated"


class Forbidden(Fault):
    """Known, but may not."""

    status = 403
    reason = "forbidden"


class NotFound(Fault):
    """Absent, or nothing the caller may know of."""

    status = 404
    reason = "not_found"


class Conflict(Fault):
    """The state of things forbids it."""

    status = 409
    reason = "conflict"


class StaleVersion(Fault):
    """Changed by somebody else meanwhile."""

    status = 412
    reason = "stale_version"


class TooLarge(Fault):
    """More than will be read."""

    status = 413
    reason = "too_large"


class PreconditionRequired(Fault):
    """The version that is to be changed is not said."""

    status = 428
    reason = "precondition_required"


class TooManyRequests(Fault):
    """The caller's share is used up for now."""

    status = 429
    reason = "too_many_requests"


class Internal(Fault):
    """Our mistake, told to nobody but the log."""


class Unavailable(Fault):
    """Nobody answered."""

    status = 503
    reason = "unavailable"


class TooLate(Fault):
    """Nobody answered in time."""

    status = 504
    reason = "too_late"
