"""The operators' console: pages over the gateway, with the signed-in person's token."""
