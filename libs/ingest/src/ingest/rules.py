"""What operators may ask of a source."""

from contracts.faults import Conflict, NotFound


class SourceNotFound(NotFound):
    """No source has this name."""

    reason = "source_not_found"


class NotReplayable(Conflict):
    """The upstream keeps no events, or keeps our place itself: nothing could be read again."""

    reason = "not_replayable"


class SwitchedOff(Conflict):
    """The source is switched off by its setting."""

    reason = "source_switched_off"
