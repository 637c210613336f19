"""Entries that leave the building: sinks, each with a place in the log of its own (ADR 0097)."""
