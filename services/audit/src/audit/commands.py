"""`python -m audit verify EXPORT` and its like: what is done once, from a command line."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from chassis.settings import read_or_exit
from transparency import NoteRefused, Verifier

from audit.collections import DOCUMENTS
from audit.exports.check import Tampered
from audit.exports.verifying import verify
from audit.reconciling.command import reconciled
from audit.settings import Settings


def main(arguments: Sequence[str]) -> int:
    """Run a command; return the exit code: 0, 1 for what was found, 2 for what makes no sense."""
    parser = argparse.ArgumentParser("python -m audit", description="Without a command: serve.")
    commands = parser.add_subparsers(required=True)
    verifying = commands.add_parser("verify", help="check an export, offline")
    verifying.add_argument("export", type=Path, help="the archive that was downloaded")
    verifying.add_argument(
        "--key", required=True, help="the log's public key, name+id+key, or a file that holds it"
    )
    verifying.set_defaults(run=_verify)
    reconciling = commands.add_parser("reconcile", help="compare stream, store and tree")
    reconciling.set_defaults(run=_reconcile)
    told = parser.parse_args(arguments)
    code: int = told.run(told)
    return code


def _verify(told: argparse.Namespace) -> int:
    path = Path(told.key)
    try:
        verifier = Verifier.read(path.read_text() if path.is_file() else told.key)
    except (NoteRefused, OSError, ValueError) as error:
        sys.stderr.write(f"--key: {error}\n")
        return 2
    if not told.export.is_file():
        sys.stderr.write(f"There is no file {told.export}.\n")
        return 2
    try:
        found = verify(told.export, verifier=verifier)
    except Tampered as tampered:
        sys.stdout.write(f"{tampered}\n")
        return 1
    manifest = found.manifest
    sys.stdout.write(
        f"{manifest.entries} entries, {manifest.format}, of {manifest.scope}: each is in the log"
        f" {found.log.origin} as it was at size {found.log.size}, and none is missing.\n"
    )
    return 0


def _reconcile(_told: argparse.Namespace) -> int:
    gaps = asyncio.run(reconciled(read_or_exit(Settings), DOCUMENTS))
    for gap in gaps:
        sys.stdout.write(f"{gap}\n")
    sys.stdout.write(f"{len(gaps)} gaps between stream, store and tree.\n")
    return 1 if gaps else 0
