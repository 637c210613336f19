"""What went wrong, from its beginning to its end."""
