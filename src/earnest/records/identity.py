"""What was separated from an application. Protected: nothing that scores or decides may import this."""

from earnest.records.base import Record


class Identity(Record):
    """Who the candidate is. Filled from the masked spans; never read by a signal."""

    names: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    durations: tuple[str, ...] = ()
