"""Keys by which machines call."""
