"""Events of Stalwart on the audit timeline."""
