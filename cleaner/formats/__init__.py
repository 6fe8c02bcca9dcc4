"""One file per format, reading and writing: `plain`, `html`. Imported one by one, when needed."""
