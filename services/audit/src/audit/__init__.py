"""The audit timeline."""
