"""What an entry tells, as a person would say it (ADR 0096)."""
