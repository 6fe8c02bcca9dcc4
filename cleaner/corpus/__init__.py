"""Labelled articles, what a cleaner makes of them, and the floors that it must hold."""
