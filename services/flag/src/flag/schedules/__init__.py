"""Changes that are made later, once per cluster, whatever is restarted meanwhile."""
