"""Ways to fail, request by request: tests and developers say which, over `/-/mishaps`."""

import random
import re
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Mode = Literal[
    "refuse",  # nothing is done, and `status` is answered
    "fail_after",  # it is done, and `status` is answered
    "half",  # a part of it is done, and `status` is answered
    "silent",  # nothing is done, and nobody answers
    "silent_after",  # it is done, and nobody answers
    "late",  # nobody answers, and it is done when the caller has long given up
]


class Mishap(BaseModel):
    """What happens to the next requests that match; the patterns are searched for."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)

    mode: Mode
    method: str = ""
    path: str = ""
    body: str = ""
    status: int = Field(500, ge=400, le=599)
    retry_after: int = 1
    # How many requests it strikes; -1 for all of them.
    times: int = 1
    # The share of matching requests that it strikes.
    share: float = Field(1.0, ge=0, le=1)
    # When a late one is done, and when a silent one ends even if its caller still waits.
    after_seconds: float = 2.0
    patience_seconds: float = 60.0
    struck: int = 0

    def strikes(self, method: str, path: str, body: str) -> bool:
        """Say whether it could happen to this request."""
        return (
            self.times != self.struck
            and self.method in {"", method}
            and bool(re.search(self.path, path))
            and bool(re.search(self.body, body))
        )


class Mishaps:
    """The mishaps that wait for their request, in the order in which they were told."""

    def __init__(self) -> None:
        self._waiting: list[Mishap] = []
        self._dice = random.Random(0)  # noqa: S311 - luck that can be repeated

    def tell(self, mishaps: Sequence[Mishap], *, seed: int = 0) -> None:
        """Replace those that wait."""
        self._waiting = list(mishaps)
        self._dice = random.Random(seed)  # noqa: S311 - luck that can be repeated

    def told(self) -> Sequence[Mishap]:
        """Return them, with how often each has struck."""
        return self._waiting

    def next(self, method: str, path: str, body: str) -> Mishap | None:
        """Return what happens to this request."""
        for mishap in self._waiting:
            if mishap.strikes(method, path, body) and self._dice.random() < mishap.share:
                mishap.struck += 1
                return mishap
        return None
