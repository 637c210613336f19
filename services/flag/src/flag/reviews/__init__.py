"""Change requests: four eyes on a change of a flag."""
