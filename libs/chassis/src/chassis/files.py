"""Where files lie: a folder of this machine, or what speaks S3's language."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

_LOCAL = "file"


def files_at(url: str) -> ObjectStore:
    """Open `file:///folder`, made where it is missing, or `s3://bucket/prefix`; ValueError if none.

    Nothing is reached by that: credentials and addresses of S3 come from the `AWS_…` variables.
    """
    parts = urlsplit(url)
    if parts.scheme != _LOCAL:
        try:
            return from_url(url)
        except (BaseError, ValueError) as error:
            raise ValueError(f"is no place for files: {str(error).splitlines()[0]}") from None
    if parts.netloc or not parts.path.startswith("/"):
        raise ValueError("should be file:///folder, with three slashes")
    return LocalStore(Path(unquote(parts.path)), mkdir=True, automatic_cleanup=True)


def checked_url(url: str) -> str:
    """Check a setting; the folder isn't made yet."""
    parts = urlsplit(url)
    if parts.scheme == _LOCAL and (parts.netloc or not parts.path.startswith("/")):
        raise ValueError("should be file:///folder, with three slashes")
    if parts.scheme != _LOCAL:
        files_at(url)
    return url
