"""Feature flags: what they say, who changes them, and what they decide."""
