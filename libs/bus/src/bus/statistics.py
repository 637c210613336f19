"""What an endpoint has done since it started (ADR-32, STATS)."""

from dataclasses import dataclass


@dataclass(slots=True)
class Statistics:
    """Counts; times in nanoseconds."""

    num_requests: int = 0
    num_errors: int = 0
    last_error: str = ""
    processing_time: int = 0

    @property
    def average_processing_time(self) -> int:
        """Return the time of one request."""
        return self.processing_time // self.num_requests if self.num_requests else 0

    def count(self, *, nanoseconds: int, error: str = "") -> None:
        """Take a request that was answered, with `error` as `<code>:<reason>` if it failed."""
        self.num_requests += 1
        self.processing_time += nanoseconds
        if error:
            self.num_errors += 1
            self.last_error = error
