"""A mirror of the bucket `flags`: what it says, as far as this code understands it."""

import hashlib
from collections.abc import Callable
from itertools import takewhile

import structlog
from bus import Entry
from contracts.flag.v1 import FlagRecord, SegmentRecord

from flags.flagset import FlagSet
from flags.records import ENVIRONMENT, FLAGS, SEGMENTS, read
from flags.refusals import FlagRefused

log = structlog.get_logger()

# Part of every tag: raise it when the same flags may decide otherwise than before.
EVALUATOR = "1"

Changed = Callable[[str], None]


class Mirror:
    """Takes in records; one that can't be understood leaves the last good one in place."""

    def __init__(self) -> None:
        self.flags = FlagSet()
        self.environment: str | None = None
        self._versions: dict[str, int] = {}
        # The bucket's own, the same in every evaluator: what a stream of changes is resumed by.
        # They stand in the order of their arrival, which is theirs.
        self._revisions: dict[str, int] = {}
        self.revision = 0
        self._tag = ""

    @property
    def tag(self) -> str:
        """Name this state of all flags and segments, the same in every evaluator."""
        if not self._tag:
            stamp = "\n".join(f"{key} {held}" for key, held in sorted(self._versions.items()))
            text = f"{EVALUATOR}\n{self.environment}\n{stamp}"
            self._tag = hashlib.sha256(text.encode()).hexdigest()[:16]
        return self._tag

    def changed_since(self, revision: int) -> list[str]:
        """Return the keys of flags that changed after `revision`; empty for what is no flag."""
        newest_first = reversed(self._revisions.items())
        newer = [key for key, _ in takewhile(lambda one: one[1] > revision, newest_first)]
        return [key.removeprefix(FLAGS) if key.startswith(FLAGS) else "" for key in newer[::-1]]

    def see(self, entry: Entry) -> None:
        """Take in what the bucket says of a key."""
        self._tag = ""
        # A key that vanished unseen has none: then nobody knows when.
        self.revision = max(self.revision, entry.revision or self.revision + 1)
        self._revisions.pop(entry.key, None)
        self._revisions[entry.key] = entry.revision or self.revision
        if entry.key == ENVIRONMENT:
            self.environment = None if entry.deleted else entry.value.decode()
        elif entry.deleted:
            self._versions.pop(entry.key, None)
            self._forget(entry.key)
        else:
            is_flag = entry.key.startswith(FLAGS)
            record = read(FlagRecord, entry) if is_flag else read(SegmentRecord, entry)
            if record is not None:
                self.take(entry.key, record)

    def take(self, key: str, record: FlagRecord | SegmentRecord) -> None:
        """Take in a record unless it is older than the held one."""
        if record.version < self._versions.get(key, 0):
            return
        try:
            self._put(key, record)
        except FlagRefused as refused:
            log.error("flag_refused", key=key, reason=str(refused))  # noqa: TRY400 - no bug of ours
        else:
            self._versions[key] = record.version
            self._tag = ""

    def _put(self, key: str, record: FlagRecord | SegmentRecord) -> None:
        if isinstance(record, FlagRecord) and record.flag is not None:
            self.flags.put(record.flag)
        elif isinstance(record, SegmentRecord) and record.segment is not None:
            self.flags.put_segment(record.segment)
        else:
            self._forget(key)

    def _forget(self, key: str) -> None:
        if key.startswith(FLAGS):
            self.flags.remove(key.removeprefix(FLAGS))
        elif key.startswith(SEGMENTS):
            self.flags.remove_segment(key.removeprefix(SEGMENTS))
