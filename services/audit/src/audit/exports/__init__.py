"""Files of entries that prove themselves (ADR 0082)."""
