"""Generated from the service's description of 2024-01. Do not edit."""

from courier.messages import Request, Transport


class Rejected(Exception):
    """The service refused; the text is its own."""


class Client:
    """Orders labels by way of a transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def label(self, parcel: str, key: str = "") -> str:
        """Return the label of a parcel; raise `Rejected` where the service refuses."""
        response = self._transport.send(Request("POST", f"/labels/{parcel}", idempotency_key=key))
        if response.status >= 400:
            raise Rejected(response.body)
        return response.body
