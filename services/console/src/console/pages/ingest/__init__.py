"""Ingest: the sources whose events are taken over, and the dead letters."""
