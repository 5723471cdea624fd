"""Runs a candidate's code where it can do no harm."""
