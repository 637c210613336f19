"""One file for each kind of probe; each is bounded by its time-out."""
