"""Contracts of ingest."""
