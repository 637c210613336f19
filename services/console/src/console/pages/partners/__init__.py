"""Partners: the list, one of them, and their tenants, people and margin."""
