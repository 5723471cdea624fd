"""Earnest: the screen for AI-training contractors."""

__version__ = "0.1.0"
