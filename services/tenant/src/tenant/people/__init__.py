"""People: users, their sign-ins, and who is platform admin."""
