"""Rules: from YAML files to a compiled pack."""
