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
        if not secret:
            sink.secret_master = sink.secret_box = ""
            return
        sink.secret_master, sink.secret_box = self._master.wrap(
            secret.encode(), purpose=f"sink|{sink.id}"
        )

    def of(self, sink: SinkDocument) -> str:
        """Return a sink's secret, empty for none."""
        if not sink.secret_box:
            return ""
        wrapped, master = sink.secret_box, sink.secret_master
        return self._master.unwrap(wrapped, master=master, purpose=f"sink|{sink.id}").decode()


def new_signing_secret() -> str:
    """Make one as Standard Webhooks has it."""
    return f"whsec_{base64.b64encode(os.urandom(_SIGNING_BYTES)).decode()}"
