"""Domain names as they are compared and stored: ASCII, lower case, once."""

import re
from collections.abc import Iterable

import idna
from contracts.faults import Conflict, Malformed
from contracts.platform.v1 import FieldError

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
# At least two labels, and the last begins with a letter: no address is a domain.
_DOMAIN = re.compile(rf"(?=.{{1,253}}$)({_LABEL}\.)+(?=[a-z]){_LABEL}")
_ENCODED = "xn--"
_MOST_DOMAINS = 100


class DomainMalformed(Malformed):
    """Not a DNS name."""

    reason = "domain_malformed"


class DomainsFull(Conflict):
    """A tenant has a hundred domains at most."""

    reason = "domains_full"


def ensure_room(domains: int) -> None:
    """Refuse one domain more than a tenant may have, as the contract says."""
    if domains >= _MOST_DOMAINS:
        message = f"must be one of {_MOST_DOMAINS} at most"
        raise DomainsFull(
            f"A tenant has {_MOST_DOMAINS} domains at most.",
            errors=[FieldError(field="domain", message=message)],
        )


def normalised(domains: Iterable[str]) -> list[str]:
    """Encode by IDNA 2008, drop a trailing dot and repetitions; refuse what is no DNS name."""
    result: dict[str, None] = {}
    for index, given in enumerate(domains):
        result[normalised_one(given, field=f"domains.{index}")] = None
    return list(result)


def normalised_one(given: str, *, field: str = "domain") -> str:
    """Encode one name; the refusal names the field it came in."""
    domain = _encoded(given.strip().removesuffix("."))
    if domain is None or not _DOMAIN.fullmatch(domain):
        errors = [FieldError(field=field, message="must be a domain name: example.org")]
        raise DomainMalformed(f"{given!r} is no domain name.", errors=errors)
    return domain


def readable(domain: str) -> str:
    """Return a normalised domain as people write it."""
    return idna.decode(domain) if _ENCODED in domain else domain


def _encoded(domain: str) -> str | None:
    """Return the ASCII form; None when there is none."""
    lower = domain.lower()
    # IDNA refuses hyphens in third and fourth place, which plain names of old have.
    if lower.isascii() and _ENCODED not in lower:
        return lower
    try:
        # UTS 46 maps what keyboards produce, such as capitals and wide letters.
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return None
