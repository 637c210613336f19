"""People are erased, and certificates say what of (ADR 0086)."""
