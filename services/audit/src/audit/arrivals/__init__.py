"""What is stored and waits to be sealed."""
