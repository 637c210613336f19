"""Domains: their names, and the proof that they are the tenant's own."""
