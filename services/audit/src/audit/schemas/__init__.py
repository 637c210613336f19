"""What the metadata of an action's entries should look like."""
