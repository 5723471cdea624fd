"""Settings of a vending machine."""

from settings.errors import SettingsError
from settings.layers import Layer, load

__all__ = ["Layer", "SettingsError", "load"]
