"""Sinks' secrets: stored under the master keys, never shown again."""

import base64
import os

from audit.forwarding.documents import SinkDocument
from audit.persons.master import MasterKeys

_SIGNING_BYTES = 32


class Secrets:
    """Puts a secret into a sink, and takes it out to use it."""

    def __init__(self, master: MasterKeys) -> None:
        self._master = master

    def put(self, sink: SinkDocument, secret: str) -> None:
        """Wrap it for this sink only."""
        sink.master = sink.wrapped = None
        if secret:
            sink.master, sink.wrapped = self._master.wrap(secret.encode(), purpose=sink.id)

    def of(self, sink: SinkDocument) -> str:
        """Return a sink's secret, empty for none."""
        if sink.wrapped is None or sink.master is None:
            return ""
        return self._master.unwrap(sink.wrapped, master=sink.master, purpose=sink.id).decode()


def new_signing_secret() -> str:
    """Make one as Standard Webhooks has it."""
    return f"whsec_{base64.b64encode(os.urandom(_SIGNING_BYTES)).decode()}"
