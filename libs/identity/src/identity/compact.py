"""Reads a compact token strictly, believing nothing of it yet (RFC 7515 §5.2)."""

import base64
import json
from dataclasses import dataclass
from typing import Any, NoReturn

from joserfc.jws import CompactSignature

from identity.faults import TokenMalformed, TokenMissing

MAX_TOKEN_BYTES = 16_384
MAX_HEADER_BYTES = 512
SEGMENTS = 3


@dataclass(frozen=True, slots=True)
class UnverifiedToken:
    """Parsed, not believed: the signature has not been looked at."""

    header: dict[str, Any]
    claims: dict[str, Any]
    signed: CompactSignature


def read(raw: str) -> UnverifiedToken:
    """Take a token apart; refuse every form that two parsers could read differently."""
    signed = taken_apart(raw)
    return UnverifiedToken(signed.protected, claims=_members(signed.payload), signed=signed)


def taken_apart(raw: str) -> CompactSignature:
    """Return header, payload and signature; the payload may be anything."""
    if not raw:
        raise TokenMissing("Send an access token: Authorization: Bearer <token>.")
    if len(raw) > MAX_TOKEN_BYTES:
        raise TokenMalformed(f"The token is longer than {MAX_TOKEN_BYTES} bytes.")
    segments = raw.split(".")
    if len(segments) != SEGMENTS or not raw.isascii():
        raise TokenMalformed("A token is three base64url segments joined by dots.")
    if len(segments[0]) > MAX_HEADER_BYTES:
        raise TokenMalformed(f"The token's header is longer than {MAX_HEADER_BYTES} bytes.")
    header, payload, signature = (segment.encode("ascii") for segment in segments)
    _decode(signature)
    signed = CompactSignature(_members(_decode(header)), _decode(payload))
    signed.segments.update({"header": header, "payload": payload, "signature": signature})
    return signed


def _decode(segment: bytes) -> bytes:
    try:
        decoded = base64.urlsafe_b64decode(segment + b"=" * (-len(segment) % 4))
    except ValueError:
        decoded = b""
    # Only the canonical spelling survives the round trip: padding, foreign characters
    # and stray bits in the last character would give one token many forms.
    if base64.urlsafe_b64encode(decoded).rstrip(b"=") != segment:
        raise TokenMalformed("The token's segments are not canonical base64url.")
    return decoded


def _members(document: bytes) -> dict[str, Any]:
    try:
        # json.loads of bytes would guess UTF-16 and UTF-32 (RFC 7515 §3 says UTF-8).
        members = json.loads(
            document.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse
        )
        if b"\\u" in document:
            # An escaped lone surrogate parses but can never be written out again.
            json.dumps(members, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise TokenMalformed("The token's segments are not plain UTF-8 JSON.") from None
    if not isinstance(members, dict):
        raise TokenMalformed("The token's header and payload must be JSON objects.")
    return members


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member twice")
    return members


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
