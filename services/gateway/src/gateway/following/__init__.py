"""GET /audit/stream: the audit log as it grows (ADR 0095)."""
