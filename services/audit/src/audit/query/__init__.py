"""From what somebody asks, in words or in fields, to what the database is asked."""
