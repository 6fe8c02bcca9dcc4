"""What is slow to import and the same for every process of a check: imported once, for all."""

import ftfy
import numpy

import cleaner.checker.inspect

__all__ = ["cleaner", "ftfy", "numpy"]
