"""What becomes of statements that are no entries."""

from bus import DeadLetter

from audit.intake.statements import Statement

STREAM, DURABLE = "AUDIT", "audit"


class Refusals:
    """A message of its own is rejected; one among many becomes a dead letter by itself."""

    def __init__(self) -> None:
        self.letters: list[DeadLetter] = []

    def add(self, statement: Statement, reason: str) -> None:
        """Take note; the letters are for whoever buries them."""
        if statement.part is None:
            statement.delivery.reject(reason)
        else:
            self.letters.append(statement.letter(reason, stream=STREAM, durable=DURABLE))
