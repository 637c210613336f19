"""Headers that keep browsers from doing more with an answer than was asked for."""

import base64
import hashlib

SECURITY_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)


def page_policy(style: str, *, images: str = "'none'") -> str:
    """Return the policy of a page that has this one inline style, perhaps images, nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src {images}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
