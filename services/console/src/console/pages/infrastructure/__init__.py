"""Infrastructure: what is probed, what fails, what is planned, who is on the bus."""
