"""One file per format, reading and writing; `detect` lists those of corpora. Imported one by one."""
