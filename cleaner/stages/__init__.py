"""The stages, in the order of the pipeline: blocks, matches, scores, verdicts."""
