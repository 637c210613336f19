"""The one HTTP door: tokens, access, limits, and a route for every rpc of the catalogue."""
