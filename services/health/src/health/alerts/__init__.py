"""Telling people, once, however many instances run."""
