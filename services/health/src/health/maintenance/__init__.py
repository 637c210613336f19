"""Times in which failures are expected."""
