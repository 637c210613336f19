"""Takes secrets out of an upstream event before anything of it is stored."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

REDACTED = "[redacted]"
_SECRET_KEY = re.compile(
    r"token|secret|passw(or)?d|passphrase|(^|_)(pass|pwd|otp|totp|pin)($|_)|api_?key|private_?key|"
    r"authorization|cookie|signature|credential|invite_?link|recovery_?link|session_?(id|key)",
    re.IGNORECASE,
)
# Upstreams mask some values themselves; that is neither a secret nor our work.
_MASKED = re.compile(r"\*{4,}")
_IN_URL = re.compile(
    r"((?:[?&;]|^)[\w.-]*(?:token|secret|password|passwd|code|key|signature|state|otp|sig)[\w.-]*=)"
    r"[^&;\s\"'<>]+",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE)
_URL_STAND_IN, _BEARER_STAND_IN = rf"\1{REDACTED}", rf"\1 {REDACTED}"
# Shorter ones would be found inside innocent words.
_SHORTEST_REPEATED = 6
_SHORTEST_PASSWORD = 8
_KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^\w\s.-]")
_PASSWORD_KINDS = 3


class Redactor:
    """Redacts one event; `count` says how many values were taken out."""

    def __init__(
        self, *, secrets: Iterable[str] = (), drop: Mapping[str, str] | None = None
    ) -> None:
        """`secrets` are known values, wherever they stand; `drop` maps a key to its stand-in."""
        self.count = 0
        self._drop = dict(drop or {})
        self._secrets = {one for one in secrets if len(one) >= _SHORTEST_REPEATED}

    def redact(self, event: Any) -> Any:
        """Return a copy without secrets; a secret's repetitions in other texts go with it."""
        without = self._walk(event)
        return self._erase(without) if self._secrets else without

    def _walk(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._member(str(key), member) for key, member in value.items()}
        if isinstance(value, list):
            return [self._walk(item) for item in value]
        return self._text(value) if isinstance(value, str) else value

    def _member(self, key: str, member: Any) -> Any:
        if key in self._drop and member:
            self.count += 1
            return self._drop[key]
        is_scalar = isinstance(member, str | int | float) and not isinstance(member, bool)
        if is_scalar and member and _is_secret(key):
            if isinstance(member, str):
                if _MASKED.fullmatch(member):
                    return member
                if len(member) >= _SHORTEST_REPEATED:
                    self._secrets.add(member)
            self.count += 1
            return REDACTED
        if isinstance(member, list) and _is_secret(key):
            return [self._member(key, item) for item in member]
        return self._walk(member)

    def _text(self, value: str) -> str:
        # Most texts hold neither; looking for one character is a tenth of a regular expression.
        if "=" in value:
            value, count = _IN_URL.subn(_URL_STAND_IN, value)
            self.count += count
        if " " in value and _BEARER.search(value):
            value, count = _BEARER.subn(_BEARER_STAND_IN, value)
            self.count += count
        return value

    def _erase(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._erase(member) for key, member in value.items()}
        if isinstance(value, list):
            return [self._erase(item) for item in value]
        if isinstance(value, str):
            for secret in self._secrets:
                if secret in value:
                    self.count += 1
                    value = value.replace(secret, REDACTED)
        return value


def looks_like_password(typed: str) -> bool:
    """Say whether what somebody typed as a name is rather a password in the wrong field."""
    if len(typed) < _SHORTEST_PASSWORD or "@" in typed or " " in typed:
        return False
    return sum(bool(re.search(kind, typed)) for kind in _KINDS) >= _PASSWORD_KINDS


@lru_cache(maxsize=4096)
def _is_secret(key: str) -> bool:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key)
    return _SECRET_KEY.search(words) is not None
