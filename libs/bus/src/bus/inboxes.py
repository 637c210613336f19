"""Which subjects an answer may go to: inboxes, nothing else.

A reply subject is the sender's choice. Were it honoured blindly, anybody could make a service, or
the server itself, publish to `audit.…` in its own name.
"""

import re

_INBOX = re.compile(r"_INBOX(_[A-Za-z0-9_-]+)?\.[^\s*>]+")


def is_inbox(subject: str) -> bool:
    """Say whether answers may go there."""
    return _INBOX.fullmatch(subject) is not None


def require_inbox(subject: str) -> None:
    """Refuse to ask for answers anywhere else."""
    if not is_inbox(subject):
        raise ValueError(f"answers go to inboxes only, not to {subject!r}")
