"""Who may call what, and what is left behind when somebody may not."""
