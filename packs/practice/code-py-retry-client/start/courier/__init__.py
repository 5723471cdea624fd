"""Labels from the parcel service."""

from courier.client import Client, Rejected
from courier.messages import Request, Response, Transport

__all__ = ["Client", "Rejected", "Request", "Response", "Transport"]
