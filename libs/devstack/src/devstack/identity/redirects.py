"""Where the provider may send a browser with an answer."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def is_allowed(uri: str) -> bool:
    """Any port and path on this machine (RFC 8252 §7.3): tests listen on free ports."""
    # urlsplit drops tabs and newlines silently, and browsers read a backslash as a slash.
    if not uri.isascii() or not uri.isprintable() or " " in uri or "\\" in uri or "#" in uri:
        return False
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and parts.username is None
        and (host in LOOPBACK or host.endswith(".localhost"))
    )


def with_answer(uri: str, answer: Mapping[str, str]) -> str:
    """Add the answer to the query the client's own address may have."""
    parts = urlsplit(uri)
    query = parse_qsl(parts.query, keep_blank_values=True)
    return urlunsplit(parts._replace(query=urlencode([*query, *answer.items()])))
