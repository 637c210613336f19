"""Contracts of audit."""
