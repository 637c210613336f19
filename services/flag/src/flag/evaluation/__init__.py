"""What flags decide, would decide, and did decide."""
