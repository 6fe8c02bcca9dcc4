"""One file per format, reading and writing, imported when needed; `detect` lists corpora's."""
