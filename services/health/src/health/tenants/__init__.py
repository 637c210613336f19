"""Whom it hits: tenants by the integrations that they want."""
