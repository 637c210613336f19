"""If-Match and ETag: a document's version in quotes (RFC 9110 §8.8.3, §13.1.1)."""

import re

from contracts.platform.v1 import FieldError

from gateway.faults import VersionMalformed, VersionMissing

IF_MATCH = "If-Match"
PATTERN = r'^("[1-9][0-9]{0,8}"|[1-9][0-9]{0,8})$'
_VERSION = re.compile(PATTERN, re.ASCII)


def etag(version: int) -> str:
    """Return the entity tag of a version."""
    return f'"{version}"'


def expected_version(given: str | None) -> int:
    """Return the one version that If-Match names, with or without its quotes.

    Weak tags never match (§13.1.1), and a list or `*` names no version to base a change on.
    """
    if given is None:
        raise VersionMissing(f'Say which version you change: {IF_MATCH}: "<version>".')
    text = given.strip()
    if not _VERSION.fullmatch(text):
        message = f'{IF_MATCH} names one version, as its ETag does: "3"'
        raise VersionMalformed(message, errors=[FieldError(field=IF_MATCH, message=message)])
    return int(text.strip('"'))
