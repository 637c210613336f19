"""Contracts of partner."""
