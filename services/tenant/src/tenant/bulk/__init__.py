"""Many tenants at once."""
