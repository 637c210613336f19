"""Resale: which tenants are a partner's, what they brought when, and who works for a partner."""
