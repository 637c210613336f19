"""What operators note about tenants."""
