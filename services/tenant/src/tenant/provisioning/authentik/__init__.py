"""authentik: a group for each tenant, bound to applications, and the people in it."""
