"""What goes wrong with settings."""


class SettingsError(Exception):
    """Settings that cannot be used; the text says where."""
