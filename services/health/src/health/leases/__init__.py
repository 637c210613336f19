"""Which instance probes what."""
