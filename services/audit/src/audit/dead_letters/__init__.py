"""What could not be processed, and its replay."""
