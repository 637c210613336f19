"""Systems that are left alone, for all tenants."""
