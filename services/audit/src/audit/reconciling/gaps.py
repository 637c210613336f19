"""What was found: every gap once, the newest of them at hand."""

from collections import deque
from collections.abc import Iterable, Iterator

import structlog

log = structlog.get_logger()
_MOST_TOLD = 100


class Gaps:
    """Counts gaps, and tells each to the service's log."""

    def __init__(self) -> None:
        self.found = 0
        self.first = ""
        self._told: deque[str] = deque(maxlen=_MOST_TOLD)

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def add(self, gaps: Iterable[str]) -> None:
        """Note gaps; one that was told a while ago isn't told again."""
        for gap in gaps:
            if gap in self._told:
                continue
            self.first = self.first or gap
            self.found += 1
            self._told.append(gap)
            log.error("log_has_a_gap", gap=gap)
