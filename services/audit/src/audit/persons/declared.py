"""Which parts of an entry's metadata tell of people, by action: pure."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

# Ours. Who publishes other actions declares theirs in AUDIT_PERSONAL_PATHS.
DECLARED: Mapping[str, Sequence[str]] = {
    "audit.exported": ["filter"],
    "user.*": ["changes"],
    "authentik.*": ["raw", "onBehalfOf"],
    "stalwart.*": ["raw"],
    "ocis.*": ["raw"],
}


class Declarations:
    """From an action to the paths inside `metadata` that hold personal data."""

    def __init__(self, declared: Mapping[str, Sequence[str]] = DECLARED) -> None:
        """Keys are actions or their beginnings (`user.*`), values dotted paths."""
        self._declared = {key: tuple(paths) for key, paths in declared.items()}
        self.of = lru_cache(maxsize=4096)(self._of)

    def _of(self, action: str) -> tuple[str, ...]:
        parts = action.split(".")
        keys = [f"{'.'.join(parts[:length])}.*" for length in range(1, len(parts))] + [action]
        return tuple(f"metadata.{path}" for key in keys for path in self._declared.get(key, ()))
