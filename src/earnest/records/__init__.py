"""The nouns of the line: frozen, typed, one file a stage."""
