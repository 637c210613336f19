"""What we know by ourselves of what is in other systems: ids, intentions, what we have closed."""
