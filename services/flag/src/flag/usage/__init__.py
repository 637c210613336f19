"""How often flags are evaluated, and which of them nobody seems to need any more."""
