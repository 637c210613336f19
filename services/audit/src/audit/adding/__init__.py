"""How entries get into the collection."""
