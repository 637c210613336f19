"""The trees of all logs: everybody's, and one for each tenant (ADR 0081)."""
