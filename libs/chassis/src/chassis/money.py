"""Money in whole minor units: which currencies there are, and how shares of it are rounded."""

from contracts.faults import Malformed
from contracts.platform.v1 import FieldError, Money

# ISO 4217 as of January 2026: what people pay with, and the decimals of its minor
# unit. Funds, metals and test codes aren't listed: nobody pays a bill with them.
_TWO_DECIMALS = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY
COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF
IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR
MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG
SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES
WST XCD XCG YER ZAR ZMW ZWG
"""
_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
DECIMALS: dict[str, int] = {
    currency: decimals
    for decimals, currencies in ((2, _TWO_DECIMALS), (0, _NO_DECIMALS), (3, _THREE_DECIMALS))
    for currency in currencies.split()
}


class MoneyMalformed(Malformed):
    """The amount is missing, or its currency isn't one."""

    reason = "money_malformed"


def ensure_money(money: Money, *, field: str) -> None:
    """Refuse money without an amount, or in a currency that nobody pays with."""
    if "amount_minor" not in money.model_fields_set:
        raise MoneyMalformed(
            f"{field} has no amount.",
            errors=[
                FieldError(field=f"{field}.amountMinor", message="is required: whole minor units")
            ],
        )
    if money.currency not in DECIMALS:
        raise MoneyMalformed(
            f"{money.currency} is no currency in use.",
            errors=[
                FieldError(
                    field=f"{field}.currency", message="must be an ISO 4217 currency in use: EUR"
                )
            ],
        )


def share(amount_minor: int, numerator: int, denominator: int) -> int:
    """Return amount * numerator / denominator, rounded half up to a whole minor unit.

    Exact: whole numbers only. Amounts are never negative, so half up is away from zero as well.
    """
    return (2 * amount_minor * numerator + denominator) // (2 * denominator)


def decimal_text(money: Money) -> str:
    """Write the amount as people do: 1234 EUR is 12.34, 500 JPY is 500."""
    decimals = DECIMALS.get(money.currency, 0)
    if not decimals:
        return str(money.amount_minor)
    digits = str(money.amount_minor).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}"
