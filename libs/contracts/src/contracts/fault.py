"""The base of every fault, and the way between faults and the problems they are told as."""

from collections.abc import Sequence
from http import HTTPStatus

from contracts.platform.v1 import FieldError, Problem


class Fault(Exception):  # noqa: N818  (style.md 5: faults state the fact)
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
        kinds = (kind for kind in Fault.__subclasses__() if kind.status == problem.status)
        fault = next(kinds, Fault)(
            problem.detail,
            errors=problem.errors,
            retry_after_seconds=problem.retry_after_seconds,
            reason=problem.reason,
        )
        fault.status = problem.status
        return fault


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Refused"
