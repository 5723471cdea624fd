"""Profiles and listings: gazetteer, ranking."""
