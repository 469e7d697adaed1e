"""From events to figures: the one table of sources, and the two statements that count them.

A new measure is one more Source here. Missing until their events are on record: admitted, served, no-show, accepted,
issued, collected.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from serambi.rules.figures import Measure

FURTHEST_ZONE_HOURS = 14
"""No office's day begins or ends further from that of UTC."""
TOO_EARLY = date(1, 1, 3)
IN_LINE = "('postponed', 'joined_line', 'expired', 'urgency_rejected')"
"""Events after which somebody waits in line, uninvited."""


@dataclass(frozen=True, slots=True)
class Source:
    """Events as SQL: `rows` gives (office_id, service, event, at, people), and holds {during} where the condition on
    `at` belongs; `counted` says which event counts as which measures."""

    rows: str
    counted: Mapping[str, tuple[Measure, ...]]


SOURCES = (
    Source(
        # Who lost a draw stands in line from the first: their first event is "postponed", without a slot.
        """
        SELECT booking.office_id, booking.service, CASE WHEN happened.event = 'postponed' AND happened.slot_id IS NULL
            THEN 'joined_line' ELSE happened.event END, happened.at, 1
        FROM booking_status AS happened JOIN booking ON booking.id = happened.booking_id
        WHERE {during} AND happened.event IN ('confirmed', 'joined_line', 'postponed', 'moved', 'cancelled')
        """,
        {
            "confirmed": (Measure.APPLIED, Measure.BOOKED),
            "joined_line": (Measure.APPLIED,),
            "moved": (Measure.MOVED,),
            "cancelled": (Measure.CANCELLED,),
        },
    ),
    Source(
        """
        SELECT booking.office_id, booking.service, 'displaced', happened.made_at, 1
        FROM (SELECT booking_id, made_at, made_at AS at FROM obligation) AS happened
        JOIN booking ON booking.id = happened.booking_id
        WHERE {during}
        """,
        {"displaced": (Measure.DISPLACED,)},
    ),
    Source(
        # Only those who were ever in line are looked through, event by event with the one before it.
        f"""
        SELECT booking.office_id, booking.service, 'in_line', happened.at,
            (happened.event IN {IN_LINE})::int - coalesce((happened.before IN {IN_LINE})::int, 0)
        FROM (
            SELECT booking_id, event, at, lag(event) OVER (PARTITION BY booking_id ORDER BY id) AS before
            FROM booking_status WHERE booking_id IN (
                SELECT booking_id FROM booking_status AS happened WHERE {{during}} AND booking_id IN (
                    SELECT booking_id FROM booking_status WHERE event IN {IN_LINE}
                )
            )
        ) AS happened JOIN booking ON booking.id = happened.booking_id
        WHERE {{during}}
        """,
        {"in_line": (Measure.WAITING,)},
    ),
)

ALWAYS = "TRUE"
DURING = "happened.at >= %(from_at)s AND happened.at < %(until_at)s"


def parameters(from_on: date, until_on: date) -> dict[str, date]:
    """The days, and the instants within which every office's [from_on, until_on) lies."""
    margin = timedelta(hours=FURTHEST_ZONE_HOURS)
    return {
        "from_on": from_on,
        "until_on": until_on,
        "from_at": datetime.combine(from_on, time(), tzinfo=UTC) - margin,
        "until_at": datetime.combine(until_on, time(), tzinfo=UTC) + margin,
    }


def _counts(source: Source, during: str) -> str:
    """Counts per office, service, measure and day of the office: first events by day, then events as measures."""
    pairs = ", ".join(f"('{event}', '{measure}')" for event, all_ in source.counted.items() for measure in all_)
    return f"""
    SELECT office_id, service, counted.measure, "on", sum(people) AS count FROM (
        SELECT office_id, service, event, (at AT TIME ZONE office.time_zone)::date AS "on", sum(people) AS people
        FROM ({source.rows.format(during=during)}) AS events (office_id, service, event, at, people)
        JOIN office ON office.id = events.office_id GROUP BY 1, 2, 3, 4
    ) AS by_day JOIN (VALUES {pairs}) AS counted (event, measure) USING (event) GROUP BY 1, 2, 3, 4
    """


def _all_counts(during: str) -> str:
    return " UNION ALL ".join(_counts(source, during) for source in SOURCES)


CHANGED_DAYS = f"""
WITH new AS (
    SELECT * FROM ({_all_counts(DURING)}) AS counts
    WHERE "on" >= %(from_on)s AND "on" < %(until_on)s AND count <> 0
),
gone AS (
    DELETE FROM daily_figure AS old WHERE "on" >= %(from_on)s AND "on" < %(until_on)s AND NOT EXISTS (
        SELECT FROM new WHERE (new.office_id, new.service, new.measure, new."on")
            = (old.office_id, old.service, old.measure, old."on"))
    RETURNING 1
),
written AS (
    INSERT INTO daily_figure AS old (office_id, service, measure, "on", count)
    SELECT office_id, service, measure, "on", count FROM new
    ON CONFLICT (office_id, measure, "on", service) DO UPDATE SET count = excluded.count
        WHERE old.count <> excluded.count
    RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
"""

EVERY_DAY = (
    # Only a table made from a query is counted by several workers, an insert is not.
    f"CREATE TEMPORARY TABLE all_figures ON COMMIT DROP AS {_all_counts(ALWAYS)}",
    "DELETE FROM daily_figure",
    """
    INSERT INTO daily_figure (office_id, service, measure, "on", count)
    SELECT office_id, service, measure, "on", count FROM all_figures WHERE count <> 0
    ORDER BY office_id, measure, "on", service
    """,
)
