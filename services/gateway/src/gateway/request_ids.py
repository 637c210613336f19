"""The id that a request goes by in answers, logs and on the bus."""

import re
import secrets

# Nothing that could end a header or a log line, and short enough to read out.
_SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")


def request_id(given: str) -> str:
    """Keep the caller's id if it is sane, else make one."""
    return given if _SANE.fullmatch(given) else secrets.token_hex(16)
