"""Subscriptions: what tenants pay for, how that came to be, and what it brings."""
