"""The customers' portal."""
