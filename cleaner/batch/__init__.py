"""Many documents at once, as corpora have them: no document stops the others."""
