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
# ruff: noqa: N818  (style.md 5: faults state the fact)

from collections.abc import Sequence
from http import HTTPStatus
from typing import Self

from pydantic import ValidationError

from contracts.platform.v1 import FieldError, Problem


class Fault(Exception):
    """A refusal with a stable reason; services raise subclasses that say more."""

    status: int = 500
    reason: str = "internal_error"

    def __init__(
        self,
        detail: str = "",
        *,
        errors: Sequence[FieldError] = (),
        retry_after_seconds: int = 0,
        reason: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)
        self.retry_after_seconds = retry_after_seconds
        if reason is not None:
            self.reason = reason

    def problem(self, request_id: str = "") -> Problem:
        """Tell the fault as RFC 9457 wants it."""
        return Problem(
            type="about:blank",
            title=_title(self.status),
            status=self.status,
            detail=self.detail,
            reason=self.reason,
            request_id=request_id,
            errors=list(self.errors),
            retry_after_seconds=self.retry_after_seconds,
        )

    @classmethod
    def of(cls, problem: Problem) -> "Fault":
        """Make the fault that somebody else told as a problem."""
        kind = next((kind for kind in FAULTS if kind.status == problem.status), Fault)
        fault = kind(
            problem.detail,
            errors=problem.errors,
            retry_after_seconds=problem.retry_after_seconds,
            reason=problem.reason,
        )
        fault.status = problem.status
        return fault


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


FAULTS: tuple[type[Fault], ...] = (
    Malformed,
    Unauthenticated,
    Forbidden,
    NotFound,
    Conflict,
    StaleVersion,
    TooLarge,
    PreconditionRequired,
    TooManyRequests,
    Internal,
    Unavailable,
    TooLate,
)


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Refused"
