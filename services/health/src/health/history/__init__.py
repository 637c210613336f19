"""What was found over time, in bounded space."""
