"""What every process of a check needs, imported once in the one that they are forked from."""

import ftfy
import numpy

import cleaner.checker.inspect
import cleaner.pipeline
import cleaner.scoring.batch
import cleaner.scoring.weights

__all__ = ["cleaner", "ftfy", "numpy"]
