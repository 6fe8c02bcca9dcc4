"""The stages, in the order of the pipeline: blocks, matches, evidence, scores, verdicts."""
