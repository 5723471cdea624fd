"""Keeps log folders small."""
