"""The list of tenants: pages and counts that stay quick however many tenants there are."""
