"""Links to files: whoever has one may download until its time is over. Signed with the log's key.

So every instance knows the others' links, and no secret is shared with anybody.
"""

import base64
import binascii
from datetime import UTC, datetime, timedelta

from chassis import Clock, now
from transparency import NoteRefused, Signer

from audit.exports.rules import LinkRefused

GOOD_FOR = timedelta(minutes=15)


class Tickets:
    """Issues and checks them."""

    def __init__(self, signer: Signer, *, clock: Clock = now) -> None:
        self._signer = signer
        self._name = f"{signer.verifier.name}/download"
        self._clock = clock

    def issue(self, export: str) -> tuple[str, datetime]:
        """Return a ticket for an export's file, and until when it is good."""
        until = (self._clock() + GOOD_FOR).replace(microsecond=0)
        note = self._signer.sign(
            f"{self._name}\n{export}\n{int(until.timestamp())}\n", name=self._name
        )
        return base64.urlsafe_b64encode(note.encode()).decode().rstrip("="), until

    def check(self, export: str, ticket: str) -> None:
        """Raise `LinkRefused` unless it is for this export and still good."""
        try:
            padded = ticket + "=" * (-len(ticket) % 4)
            note = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
            text = self._signer.verifier.named(self._name).text_of(note)
            name, named, until = text.rstrip("\n").split("\n")
            is_good = datetime.fromtimestamp(int(until), UTC) > self._clock()
        except (binascii.Error, NoteRefused, ValueError, OverflowError):
            raise LinkRefused("This link is none of ours.") from None
        if (name, named) != (self._name, export.lower()):
            raise LinkRefused("This link is for another file.")
        if not is_good:
            raise LinkRefused("This link's time is over; read the export again for a new one.")
