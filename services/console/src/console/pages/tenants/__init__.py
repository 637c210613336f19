"""Tenants: the list, one of them in its tabs, and what is done to them."""
