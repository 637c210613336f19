"""Composition root of the flag service."""

from chassis import run

from flag.composition import compose
from flag.documents import FlagDocument
from flag.reviews.documents import ChangeRequestDocument
from flag.schedules.documents import ScheduleDocument
from flag.segments.documents import SegmentDocument
from flag.settings import Settings
from flag.usage.documents import UsageDocument

DOCUMENTS = [
    FlagDocument,
    SegmentDocument,
    ScheduleDocument,
    ChangeRequestDocument,
    UsageDocument,
]

if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=compose)
