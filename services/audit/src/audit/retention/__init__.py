"""What is old enough goes to the archive, and from the database (ADR 0088)."""
