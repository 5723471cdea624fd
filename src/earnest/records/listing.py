"""A listing: what an operator offers."""

from earnest.records.base import Record


class Listing(Record):
    """One listing of AI-training work. `text` is all that matching reads besides the title."""

    id: str
    title: str = ""
    text: str
