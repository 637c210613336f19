"""Short-lived tokens that show a part of the timeline; each use is an entry (ADR 0098)."""
