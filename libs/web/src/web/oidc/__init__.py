"""Signing in: authorization code with PKCE, as RFC 9700 wants it."""
