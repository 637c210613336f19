"""Contracts of platform."""
