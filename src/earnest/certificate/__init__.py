"""The certificate of blindness: another school, country, years, name and format, and the same Evidence."""

from earnest.certificate.certifying import Plan, Trial

__all__ = ["Plan", "Trial"]
