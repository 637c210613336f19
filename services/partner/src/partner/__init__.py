"""Partners, their contracts and their margin."""
