"""Labels from the parcel service."""

from courier.@@file@@ import @@cls@@
from courier.client import Client, Rejected
from courier.messages import Request, Response, Transport

__all__ = ["@@cls@@", "Client", "Rejected", "Request", "Response", "Transport"]
