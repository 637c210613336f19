"""What is wrong with a flag, field by field."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class Refused(ValueError):  # noqa: N818 - faults state the fact
    """A value that can't be compiled; its text says what would do."""


class FlagRefused(ValueError):  # noqa: N818 - faults state the fact
    """A flag or segment that can't be compiled."""

    def __init__(self, refusals: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{place}: {message}" for place, message in refusals))
        self.refusals = refusals


@dataclass(slots=True)
class Refusals:
    """Collects what is wrong, so that all of it is told at once."""

    found: list[tuple[str, str]] = field(default_factory=list)

    def add(self, place: str, message: str) -> None:
        """Note one."""
        self.found.append((place, message))

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """Note what is refused inside, and go on."""
        try:
            yield
        except Refused as refused:
            self.add(place, str(refused))

    def settle(self) -> None:
        """Refuse the whole if anything was noted."""
        if self.found:
            raise FlagRefused(self.found)
