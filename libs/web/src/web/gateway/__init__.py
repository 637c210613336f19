"""The gateway as one person uses it."""
