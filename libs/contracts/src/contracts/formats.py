"""Patterns of the well-known string formats, as buf.validate defines them."""

import ipaddress
import re
from collections.abc import Callable

from pydantic_core import PydanticCustomError

UUID = r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"

_LABEL = r"[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"

# The WHATWG HTML definition, which buf.validate follows on purpose instead of RFC 5322.
EMAIL = rf"^[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(\.{_LABEL})*$"

# RFC 3986: a scheme, then only characters that may stand in a URI.
URI = r"^[a-zA-Z][a-zA-Z0-9+.-]*:([a-zA-Z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9a-fA-F]{2})+$"

_HOSTNAME = re.compile(rf"({_LABEL}\.)*{_LABEL}\.?")


def hostname(text: str) -> str:
    """Give the name back if it is one: RFC 1123, at most 253 characters, no bare numbers last."""
    last = text.removesuffix(".").rpartition(".")[2]
    if len(text) > 253 or last.isdigit() or not _HOSTNAME.fullmatch(text):  # noqa: PLR2004
        raise PydanticCustomError("hostname", "Input should be a host name")
    return text


def ip(text: str) -> str:
    """Give the address back if it is one, version 4 or 6."""
    return _address(text, ipaddress.ip_address, "IP")


def ipv4(text: str) -> str:
    """Give the address back if it is one of version 4."""
    return _address(text, ipaddress.IPv4Address, "IPv4")


def ipv6(text: str) -> str:
    """Give the address back if it is one of version 6."""
    return _address(text, ipaddress.IPv6Address, "IPv6")


def _address(text: str, read: Callable[[str], object], name: str) -> str:
    try:
        read(text)
    except ValueError:
        raise PydanticCustomError("ip", f"Input should be an {name} address") from None
    return text
