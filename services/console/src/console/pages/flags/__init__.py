"""Flags: the list, one of them, and every way to change it."""
