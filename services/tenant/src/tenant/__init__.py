"""Tenants, the people who sign in, and the directory."""
