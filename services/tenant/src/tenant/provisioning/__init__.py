"""Makes authentik, Stalwart and oCIS agree with what the tenants' documents say."""
