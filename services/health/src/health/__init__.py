"""Probes, their history, incidents and alerts, and who is on the bus."""
