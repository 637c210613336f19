"""Why a probe saw nothing, in words for operators."""

import asyncio
import ssl

import aiohttp


class ProbeFailed(Exception):  # noqa: N818 - faults state the fact (style.md 5)
    """The other side isn't there, or isn't what it should be."""


# What the network, and other people's servers, raise.
NETWORK = (OSError, EOFError, ValueError, aiohttp.ClientError, asyncio.LimitOverrunError)


def told(error: BaseException) -> str:
    """Return what an error means."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        error = error.certificate_error
    elif isinstance(error, aiohttp.ClientConnectorError):
        error = error.os_error
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate isn't valid: {error.verify_message.rstrip('.')}"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed: {error.reason or type(error).__name__}"
    if isinstance(error, ConnectionRefusedError) or "Connect call failed" in str(error):
        return "connection refused"
    if isinstance(error, ConnectionResetError | EOFError | aiohttp.ServerDisconnectedError):
        return "the connection was closed without an answer"
    return str(error) or type(error).__name__
