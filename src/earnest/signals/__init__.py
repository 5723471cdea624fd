"""The seven signals, one folder each. A new signal is one folder and one line here."""
