"""ownCloud Infinite Scale: a project space for each tenant, and its people as members."""
