"""All flags and segments as one YAML file."""
