"""What those need who write rules: lint, search, stubs, the schema for editors."""
