"""Who is about to leave a group that must not get empty."""
