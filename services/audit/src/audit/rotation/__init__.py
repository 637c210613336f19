"""Master keys are rotated: what former ones wrapped is wrapped by the current one (ADR 0087)."""
