"""Amounts of money: whole minor units and a currency, never a fraction.

Generated from proto-schemas/platform/v1/money.proto by generate.py: edits are lost.
"""

from typing import Annotated

from pydantic import Field

from contracts.message import Message
from contracts.scalars import Number


class Money(Message):
    """An amount: 12.34 EUR is 1234 EUR, 500 JPY is 500 JPY."""

    amount_minor: Annotated[
        int,
        Field(
            alias="amountMinor",
            ge=0,
            le=9007199254740991,
            description="Whole minor units of the currency, e.g. cents.",
        ),
        Number,
    ] = 0

    currency: Annotated[
        str, Field(pattern="^[A-Z]{3}$", description="The ISO 4217 code of a currency in use.")
    ]
