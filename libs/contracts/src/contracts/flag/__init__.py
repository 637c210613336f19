"""Contracts of flag."""
