"""A share of those who match: the same ones for the same share, and more of them for a larger."""

from hashlib import sha256

from contracts.flag.v1 import Flag

from flags.attributes import Reader, as_text
from flags.buckets import BUCKETS, bucket, threshold
from flags.choosing import Decide, Served
from flags.conditions import Question
from flags.evaluation import SPLIT, Outcome
from flags.subject import Subject

_FINE = 1000


class Rollout:
    """How one flag draws."""

    def __init__(self, flag: Flag, identity: Reader) -> None:
        self._flag = flag
        self._identity = identity
        self._threshold = threshold(flag.pct)

    def ending(self, hit: Decide, served: Served) -> Decide:
        """Return what draws: those in the share get `hit`."""
        missed = served.outcome(served.default, reason=SPLIT, rule="pct")
        unidentified = served.unidentified()
        identity, below, suffix = self._identity, self._threshold, f":{self._flag.key}"

        def draw(subject: Subject) -> Outcome:
            who = identity(subject)
            if type(who) is not str:
                who = as_text(who)
            if not who:
                return unidentified
            # buckets.bucket, written out: this is the hot path.
            drawn = int.from_bytes(sha256((who + suffix).encode()).digest(), "big") % BUCKETS
            return hit(subject) if drawn % 100 * _FINE + drawn // 100 < below else missed

        return draw

    def questions(self) -> list[Question]:
        """Return the same, asked slowly and in words."""
        name = self._flag.stickiness or "tenantId"
        return [
            Question(
                "stickiness",
                lambda subject: bool(as_text(self._identity(subject))),
                lambda subject: f"drawn by {name} {as_text(self._identity(subject)) or '(absent)'}",
            ),
            Question(
                "pct",
                lambda subject: self._bucket(subject) < self._threshold,
                lambda subject: f"bucket {self._bucket(subject) / _FINE:.3f} < {self._flag.pct:g}",
            ),
        ]

    def _bucket(self, subject: Subject) -> int:
        return bucket(as_text(self._identity(subject)) or "", self._flag.key)
