"""Runs the audit service, or one of its commands."""

import sys

from chassis import run

from audit.collections import DOCUMENTS
from audit.commands import main
from audit.composition import compose
from audit.settings import Settings

if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(sys.argv[1:]))
    run(Settings, documents=DOCUMENTS, compose=compose)
