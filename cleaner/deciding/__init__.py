"""The parts of a decision, which `stages/verdicts.py` puts together."""
