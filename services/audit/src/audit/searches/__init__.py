"""Saved searches: a filter with a name, private or shared."""
