"""Figures at their largest, on a database of their own: ten million events counted, and the pages that show them."""

from bench.figures import Figure, Steps
from serambi.config.temporary_postgres import temporary
from tests import elsewhere

BOOKINGS = 5_000_000
"""With moves, cancellations and the line, a million visits and a third of a million cases that makes ten million
events."""
SETTINGS = ("shared_buffers=512MB", "max_wal_size=8GB", "checkpoint_timeout=30min", "max_connections=100")


def measure(steps: Steps, bookings: int = BOOKINGS) -> list[Figure]:
    """Count all events anew, then what one day changes, then look at the public pages."""
    with temporary(options=SETTINGS) as database_url:

        def inside(function: str, *arguments: object):
            return elsewhere.call(database_url, f"bench.figure_events:{function}", *arguments)

        events = steps.do(f"Events of {bookings:,} bookings", lambda: inside("make_ready", bookings))
        seconds, figures = steps.do("Counting all of them", lambda: inside("rebuild"))
        day_seconds, read = steps.do("Counting one day", lambda: inside("one_day"))
        looked = steps.do("Looking at pages", lambda: inside("pages"))
        difference = steps.do("Counting otherwise", lambda: inside("counted_otherwise"))
    return [
        Figure(f"Figures from {events:,} events, all anew ({figures:,} figures)", f"{seconds:.0f} s", aim="≤ 60 s"),
        Figure("Figures after one more event", f"{day_seconds * 1000:,.0f} ms", aim="no rescan"),
        Figure("Rows read for that", f"{read:,}", aim="no rescan"),
        *(Figure(f"GET {path}", f"{milliseconds:.0f} ms", aim="< 300 ms") for path, milliseconds in looked.items()),
        Figure("Applicants told less applicants counted otherwise", f"{difference}", aim="0"),
    ]
