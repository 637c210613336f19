"""Events of authentik on the audit timeline."""
