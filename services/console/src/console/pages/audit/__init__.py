"""The audit timeline: finding entries, and one of them."""
