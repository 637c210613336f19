"""Which tenants are to be worked on, and who works on them: durable, in MongoDB."""
