"""The books of a small workshop."""
