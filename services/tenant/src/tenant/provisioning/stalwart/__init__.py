"""Stalwart: a tenant's domains and the accounts in them, in both generations of its API."""
