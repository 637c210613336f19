"""The words that free text can find by their beginnings."""
