"""What kind of event each of Stalwart's types is: decides what passes by default."""

import re
from functools import cache
from importlib.resources import files
from typing import Literal

Class = Literal["security", "failure", "success", "mail", "traffic"]

# Groups and names that concern who may get in, and who runs the server.
_SECURITY = re.compile(
    r"(auth|security|limit|server|registry|manage|management)\..*|telemetry\.alert.*"
)
_MAIL_FAILURE = re.compile(
    r"delivery\.(failed|dsn-perm-fail|double-bounce|auth-failed|.*-rejected)"
    r"|message-ingest\.(error|spam)"
    r"|smtp\.(dkim|dmarc)2?-fail|smtp\.(mailbox-does-not-exist|relay-not-allowed"
    r"|mail-from-not-allowed|mail-from-unauthorized|too-many-invalid-rcpt|message-too-large"
    r"|auth-not-allowed|rate-limit-exceeded|loop-detected)"
    r"|mta-sts\.not-authorized|mta-hook\.action-(reject|quarantine)|sieve\.action-reject"
    r"|queue\.(rate-limit|concurrency-limit|quota)-exceeded|incoming-report\.(abuse|fraud|virus).*"
)
_MAIL = re.compile(r"(delivery|message-ingest|queue|smtp|dkim|dmarc|spf|iprev|arc|spam|milter)\..*")


@cache
def known() -> frozenset[str]:
    """Return every type of 0.15.5 and 0.16.18."""
    listed = files("ingest_stalwart").joinpath("known.txt").read_text(encoding="ascii")
    return frozenset(listed.split())


def class_of(kind: str) -> Class | None:
    """Return the class of a type; None for a type that no release we know of has."""
    if kind == "auth.success":
        return "success"
    if kind not in known():
        return None
    if _SECURITY.fullmatch(kind):
        return "security"
    if _MAIL_FAILURE.fullmatch(kind):
        return "failure"
    return "mail" if _MAIL.fullmatch(kind) else "traffic"
