"""Assessment + policy -> Decision, pure."""
