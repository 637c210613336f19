"""Personal fields of entries: a key for each person, and its destruction (ADR 0080)."""
