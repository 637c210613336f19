"""A partner's share: percent outside, basis points inside, and which share counted when. Pure."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from contracts.faults import Malformed
from contracts.platform.v1 import FieldError
from pydantic import BaseModel, Field

# 100 %
WHOLE = 10_000
_PER_PERCENT = 100


class MarginMalformed(Malformed):
    """More decimals than a contract has."""

    reason = "margin_malformed"


class Margin(BaseModel, validate_by_name=True, validate_by_alias=True):
    """A share, from one moment on."""

    basis_points: Annotated[int, Field(alias="basisPoints")]
    since: datetime


def basis_points(percent: float) -> int:
    """Return the share in whole basis points: 12.34 % are 1234.

    A JSON number of two decimals comes back from a float as it was written, so this is exact.
    """
    points = Decimal(repr(percent)) * _PER_PERCENT
    if points != points.to_integral_value():
        raise MarginMalformed(
            f"{percent} has more than two decimals.",
            errors=[FieldError(field="marginPct", message="must have at most two decimals")],
        )
    return int(points)


def percent(points: int) -> float:
    """Return the share as it is shown; nobody calculates with this."""
    return points / _PER_PERCENT


def followed(margins: Sequence[Margin], points: int, *, at: datetime) -> list[Margin]:
    """Return the shares after this one counts, from this moment on."""
    if margins and margins[-1].basis_points == points:
        return list(margins)
    return [*margins, Margin(basis_points=points, since=at)]


def share_at(margins: Sequence[Margin], moment: datetime) -> int:
    """Return the basis points that counted at that moment; none before the contract."""
    counted = (margin.basis_points for margin in reversed(margins) if margin.since <= moment)
    return next(counted, 0)
