"""The names by which a person is known: identities, and ids in other systems."""
