"""Who is on the bus, and what waits there."""
