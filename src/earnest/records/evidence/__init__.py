"""Evidence: one typed shape per signal, holding only what that signal may know."""
