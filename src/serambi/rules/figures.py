"""What is counted of an office: measures, and which of them the public sees."""

from enum import StrEnum


class Measure(StrEnum):
    """A measure counts people on the day something happened to them; `waiting` alone is how many stand in line at
    the end of a day. What each counts stands in docs/rules.md, figures."""

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
    PROMISE_KEPT = "promise-kept"
    COLLECTED = "collected"


STOCKS = frozenset({Measure.WAITING})
"""Measures that are a state and not something that happens: they do not add up over days."""

COMPARED = tuple(measure for measure in Measure if measure not in STOCKS)
"""Measures of which a decline can be told."""

STAFF_ONLY = frozenset({Measure.BOOKED, Measure.ADMITTED})
"""Who applied was booked or joined the line, who was admitted was served or left: both totals side by side would tell
the few who joined it or left."""

PUBLISHED = tuple(measure for measure in Measure if measure not in STAFF_ONLY)

PART_OF = {Measure.PROMISE_KEPT: Measure.ISSUED}
"""Measures that are a part of another one: what is left of the whole may tell no small group either."""

UNNAMED = frozenset({Measure.ADMITTED, Measure.SERVED})
"""Measures that also count people who came without a booking, of whom only the service group is known: the group's code
stands where a service would."""
