"""Events of ownCloud Infinite Scale on the audit timeline."""
