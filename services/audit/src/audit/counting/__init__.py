"""How many entries there are, of what and when."""
