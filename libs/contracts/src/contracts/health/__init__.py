"""Contracts of health."""
