"""What probes found, told as a status that does not flicker."""
