"""What stored entries hold of erased people."""
