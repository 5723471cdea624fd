"""Bytes -> Application, one file a format, every parser in a child that can be killed."""
