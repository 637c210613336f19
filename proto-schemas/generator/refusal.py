"""What the generator says no to: one line each, with its place, all of them at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class Refusal(Exception):  # noqa: N818  (style.md 5: faults state the fact)
    """The contract breaks a rule of the generator; the message names the rule."""


@dataclass(frozen=True, order=True)
class Place:
    """Where something is declared."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass
class Refusals:
    """Gathers refusals so that one run shows all of them."""

    found: list[tuple[Place, str]] = field(default_factory=list)

    @contextmanager
    def at(self, place: Place) -> Iterator[None]:
        """Note a refusal raised inside, and go on."""
        try:
            yield
        except Refusal as refusal:
            self.found.append((place, str(refusal)))

    def settle(self) -> None:
        """Raise what was noted as one refusal, in the order of the source."""
        if self.found:
            raise Refusal("\n".join(f"{place}: {what}" for place, what in sorted(self.found)))
