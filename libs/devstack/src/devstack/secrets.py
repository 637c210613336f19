"""Keys of this stack alone: made at its first start, kept in its data folder."""

import base64
import json
import os
from collections.abc import Mapping
from pathlib import Path

from transparency import Signer

_KEY_BYTES = 32


def audit(data: Path) -> Mapping[str, str]:
    """Return the audit service's keys, as its settings take them; entries need them for ever."""
    path = data / "secrets" / "audit.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        key = base64.b64encode(os.urandom(_KEY_BYTES)).decode()
        made = {
            "AUDIT_MASTER_KEYS": json.dumps([f"devstack:{key}"]),
            "AUDIT_SIGNING_KEY": str(Signer.generate("dezky.localhost/audit")),
        }
        path.touch(mode=0o600)
        path.write_text(json.dumps(made))
    kept: dict[str, str] = json.loads(path.read_text())
    return kept
