"""The log read forward: what the live stream, and every sink, is fed by (ADR 0095)."""
