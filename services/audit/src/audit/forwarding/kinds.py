"""From a sink's settings to the stream that speaks its language."""

import re
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from obstore.store import LocalStore, S3Store
from sinks.guard import AddressRefused, Guard
from sinks.objects import Objects
from sinks.record_webhook import RecordWebhook
from sinks.records import Stream
from sinks.splunk import SplunkHec
from sinks.syslog import Syslog

from audit.forwarding.documents import SinkDocument
from audit.forwarding.faults import SinkMalformed

if TYPE_CHECKING:
    from obstore.store import S3Config

_FOLDER = re.compile(r"folder:([a-z0-9][a-z0-9-]{0,62})")
_SYSLOG_PORT = 6514


class Kinds:
    """Knows what this installation lets sinks reach."""

    def __init__(self, guard: Guard, *, folder: Path | None = None) -> None:
        """`folder` is where objects may be put on this machine; none for nowhere."""
        self._guard = guard
        self._folder = folder
        self._makers: Mapping[str, Callable[[SinkDocument, str], Stream]] = {
            "https": self._webhook,
            "splunk_hec": self._splunk,
            "syslog": self._syslog,
            "objects": self._objects,
        }

    def stream(self, sink: SinkDocument, secret: str) -> Stream:
        """Return the stream; raise `SinkMalformed` for what can't be one."""
        return self._makers[sink.kind](sink, secret)

    def _webhook(self, sink: SinkDocument, secret: str) -> Stream:
        url, tls = self._http(sink)
        try:
            return RecordWebhook(url, secret, guard=self._guard, tls=tls)
        except ValueError as error:
            raise SinkMalformed("secret", str(error)) from None

    def _splunk(self, sink: SinkDocument, secret: str) -> Stream:
        url, tls = self._http(sink)
        if not secret or not secret.isascii() or not secret.isprintable():
            raise SinkMalformed("secret", "should be the collector's token")
        return SplunkHec(url, secret, guard=self._guard, tls=tls)

    def _syslog(self, sink: SinkDocument, secret: str) -> Stream:
        if secret:
            raise SinkMalformed("secret", "is of no use: syslog knows none")
        host, port = self._host(sink.url, "url", "tls")
        return Syslog(host, port or _SYSLOG_PORT, guard=self._guard, tls=_trusting(sink))

    def _objects(self, sink: SinkDocument, secret: str) -> Stream:
        if sink.url.startswith("folder:"):
            return Objects(self._local(sink))
        bucket, port = self._host(sink.url, "url", "s3")
        key, _, own = secret.partition(":")
        if port or not key or not own:
            raise SinkMalformed("secret", "should be accessKeyId:secretAccessKey")
        host = ""
        config: S3Config = {
            "region": sink.region or "us-east-1",
            "access_key_id": key,
            "secret_access_key": own,
        }
        if sink.endpoint:
            host, _ = self._host(sink.endpoint, "endpoint", "https", "http")
            config["endpoint"] = sink.endpoint
        store = S3Store(
            bucket,
            prefix=urlsplit(sink.url).path.strip("/"),
            config=config,
            client_options={"allow_http": sink.endpoint.startswith("http://"), "timeout": "30s"},
            retry_config={"max_retries": 0},
        )
        return Objects(store, guard=self._guard, host=host)

    def _local(self, sink: SinkDocument) -> LocalStore:
        found = _FOLDER.fullmatch(sink.url)
        if found is None:
            raise SinkMalformed("url", "should be folder: and a name of letters, digits, hyphens")
        if self._folder is None:
            raise SinkMalformed("url", "this installation has no folder (AUDIT_SINK_FOLDER)")
        return LocalStore(self._folder / found[1], mkdir=True)

    def _http(self, sink: SinkDocument) -> tuple[str, ssl.SSLContext | None]:
        self._host(sink.url, "url", "https", "http")
        return sink.url, _trusting(sink) if sink.certificates else None

    def _host(self, url: str, field: str, *schemes: str) -> tuple[str, int | None]:
        """Return host and port; the name itself is checked whenever it is connected to."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise SinkMalformed(field, "should be a URL") from None
        if parts.scheme not in schemes or not host:
            raise SinkMalformed(
                field, f"should begin with {' or '.join(f'{s}://' for s in schemes)}"
            )
        if parts.username is not None or parts.password is not None:
            raise SinkMalformed(field, "should hold no password: it is shown to every operator")
        try:
            self._guard.check_literal(host, is_trusted=False)
        except AddressRefused as refused:
            raise SinkMalformed(field, str(refused)) from None
        return host, port


def _trusting(sink: SinkDocument) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if sink.certificates:
        try:
            context.load_verify_locations(cadata=sink.certificates)
        except (ssl.SSLError, ValueError):
            raise SinkMalformed("certificates", "should be certificates in PEM") from None
    return context
