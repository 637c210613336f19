"""Entries get their place: an index, a chain of hashes, and trees that prove both (ADR 0081)."""
