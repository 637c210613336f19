"""What is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One message; its `id` stays the same however often and wherever it is sent."""

    id: str
    # Dotted, past tense: incident.opened.
    type: str
    at: datetime
    title: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
