"""One module for each engine. Its library is imported there and nowhere else."""
