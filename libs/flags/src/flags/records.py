"""The KV bucket `flags`: its keys and values."""

import json
from typing import TypeVar

import structlog
from bus import Entry
from contracts.flag.v1 import Flag, FlagRecord, Segment, SegmentRecord
from contracts.message import Message
from pydantic import ValidationError

log = structlog.get_logger()

BUCKET = "flags"
# The shape of records that this code writes, and the newest that it reads.
FORMAT = 1
FLAGS, SEGMENTS, ENVIRONMENT = "flag.", "segment.", "environment"


R = TypeVar("R", bound=Message)


def flag_key(key: str) -> str:
    """Return where a flag's record is kept."""
    return FLAGS + key


def segment_key(key: str) -> str:
    """Return where a segment's record is kept."""
    return SEGMENTS + key


def flag_record(flag: Flag | None, *, version: int) -> FlagRecord:
    """Return what evaluators hold of a flag; None is a removed one."""
    held = flag.model_copy(update={"history": [], "usage": None}) if flag is not None else None
    return FlagRecord(format=FORMAT, version=version, flag=held)


def segment_record(segment: Segment | None, *, version: int) -> SegmentRecord:
    """Return what evaluators hold of a segment; None is a removed one."""
    return SegmentRecord(format=FORMAT, version=version, segment=segment)


def read(kind: type[R], entry: Entry) -> R | None:
    """Return the record; None, and a line in the log, when this code doesn't understand it."""
    try:
        form = json.loads(entry.value)["format"]
        if form > FORMAT:
            log.warning("flag_record_of_newer_format", key=entry.key, format=form, known=FORMAT)
            return None
        return kind.read(entry.value)
    except (ValueError, TypeError, KeyError, ValidationError):
        # No traceback: the value is somebody else's.
        log.error("flag_record_malformed", key=entry.key, revision=entry.revision)  # noqa: TRY400
        return None
