"""What must hold of a probe, in one readable line each."""
