"""Settings of a vending machine."""

from settings.errors import SettingsError
from settings.layers import Layer, @@fn@@, load

__all__ = ["Layer", "SettingsError", "@@fn@@", "load"]
