"""Keeps the journalistic body of news text and strips the publisher chrome around it."""
__version__ = "0.1.0"
