"""Contracts of tenant."""
