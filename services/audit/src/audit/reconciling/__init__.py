"""Whether stream, store and tree tell the same."""
