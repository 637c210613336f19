"""What is probed: from the file, and added by operators."""
