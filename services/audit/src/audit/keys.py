"""`python -m audit.keys LOG`: makes the keys that the service needs, as lines of an .env file.

LOG is the log's name, of no spaces or plus signs, by convention a domain and a path: it stands in
every checkpoint, and can't be changed later. With `--master NAME` only a master key is made, to be
put in front of those in AUDIT_MASTER_KEYS when they are rotated.
"""

import argparse
import base64
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from transparency import NoteRefused, Signer

from audit.persons.master import KEY_BYTES, MasterKeys


def master_key(name: str) -> str:
    """Return a new master key of this name; raise ValueError for a name that can't be one."""
    text = f"{name}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"
    MasterKeys.read([text])
    return text


def main(arguments: Sequence[str]) -> int:
    """Print keys to standard output; 2 for what makes no sense."""
    parser = argparse.ArgumentParser("python -m audit.keys", description=__doc__)
    parser.add_argument("log", nargs="?", help="the log's name: example.com/audit")
    parser.add_argument("--master", metavar="NAME", help="make a master key of this name alone")
    told = parser.parse_args(arguments)
    if (told.log is None) == (told.master is None):
        parser.error("name the log, or a master key with --master")
    try:
        if told.master is not None:
            sys.stdout.write(f"{master_key(told.master)}\n")
            return 0
        signer = Signer.generate(told.log)
        first = master_key(datetime.now(UTC).strftime("%Y-%m"))
    except NoteRefused as refused:
        parser.error(f"the log's name: {refused}")
    except ValueError as error:
        parser.error(f"the master key: {error}")
    # In single quotes: for shells and for docker compose.
    sys.stdout.write(f"AUDIT_MASTER_KEYS='{json.dumps([first])}'\nAUDIT_SIGNING_KEY='{signer}'\n")
    sys.stderr.write(f"Checkpoints are verified with {signer.verifier}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
