"""Runs the audit service."""

from chassis import run

from audit.composition import DOCUMENTS, compose
from audit.settings import Settings

if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=compose)
