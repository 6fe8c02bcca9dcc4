"""Corpora: many records in, the same records with cleaned texts out, in shards that can resume."""
