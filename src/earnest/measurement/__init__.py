"""Formulas, one a file, each with its source and an example from it. Pure functions over numbers."""
