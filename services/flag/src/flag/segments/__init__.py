"""Groups of tenants that flags share."""
