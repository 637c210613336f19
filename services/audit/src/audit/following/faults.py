"""Where nobody can read on."""

from contracts.faults import Malformed
from contracts.platform.v1 import FieldError


class BeyondTheLog(Malformed):
    """Somebody remembers a place that the log hasn't come to: it was another log's.

    To wait there would miss everything until then.
    """

    reason = "beyond_the_log"

    def __init__(self, index: int) -> None:
        message = f"the log has no entry {index} yet"
        super().__init__(
            f"There is nothing to read on from: {message}.",
            errors=[FieldError(field="after", message=message)],
        )
