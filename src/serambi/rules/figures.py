"""What is counted of an office: measures, and which of them the public sees."""

from enum import StrEnum


class Measure(StrEnum):
    """A measure counts people on the day something happened to them; `waiting` alone is how many stand in line at
    the end of a day. The ones from `admitted` on are known from imported history until their events are counted."""

    APPLIED = "applied"
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    DISPLACED = "displaced"
    WAITING = "waiting"
    ADMITTED = "admitted"
    SERVED = "served"
    NO_SHOW = "no-show"
    ACCEPTED = "accepted"
    ISSUED = "issued"
    COLLECTED = "collected"


STOCKS = frozenset({Measure.WAITING})
"""Measures that are a state and not something that happens: they do not add up over days."""

COMPARED = tuple(measure for measure in Measure if measure not in STOCKS)
"""Measures of which a decline can be told."""

STAFF_ONLY = frozenset({Measure.BOOKED})
"""Who applied was booked or joined the line; both totals side by side would tell the few who joined it."""

PUBLISHED = tuple(measure for measure in Measure if measure not in STAFF_ONLY)
